import { Temporal } from "temporal-polyfill";
import { epochMs } from "./epoch-ms.ts";

/** How days are cut. */
export interface DayConvention {
  /** IANA name, for example `UTC` or `America/New_York`. */
  readonly timeZone: string;
  /** `HH:MM` at which a day ends there; what comes later belongs to the next. `00:00` is the calendar day. */
  readonly close: string;
}

export const UTC_DAYS: DayConvention = { timeZone: "UTC", close: "00:00" };

const CLOSE = /^([01]\d|2[0-3]):([0-5]\d)$/;
const HOURS = Array.from({ length: 24 }, (_, hour) => `${hour}`.padStart(2, "0"));
/** All zones are whole quarters of an hour off, since they are by the clock. */
const QUARTER_MS = 900_000;
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * Cuts time into days of a zone, across its clock changes. Throws RangeError for a zone or a close that there is not; the
 * message says what is right.
 */
export class DayClock {
  readonly convention: DayConvention;
  readonly #isPlainUtc: boolean;
  readonly #close: Temporal.PlainTime;
  #day = "none";
  #startMs = Number.NaN;
  #endMs = Number.NaN;
  #quarter = Number.NaN;
  #hour = "";

  constructor(convention: DayConvention = UTC_DAYS) {
    const { timeZone, close } = convention;
    if (!CLOSE.test(close)) throw new RangeError(`"${close}" is no time of day: HH:MM, for example 17:00`);
    if (!isTimeZone(timeZone)) {
      throw new RangeError(`"${timeZone}" is no time zone: an IANA name, for example UTC or America/New_York`);
    }
    this.convention = convention;
    this.#close = Temporal.PlainTime.from(close);
    this.#isPlainUtc = timeZone === "UTC" && close === "00:00";
  }

  /** `YYYY-MM-DD` of a timestamp (RFC 3339 UTC). Fast when neighbours ask one after the other. */
  dayOf(timestamp: string): string {
    if (this.#isPlainUtc) {
      // The same text again: a new one would have to be hashed by each map that it is looked up in.
      if (!timestamp.startsWith(this.#day)) this.#day = timestamp.slice(0, 10);
      return this.#day;
    }
    const atMs = epochMs(timestamp);
    if (!(atMs >= this.#startMs && atMs < this.#endMs)) this.#seek(atMs);
    return this.#day;
  }

  /** `00` … `23` by the clocks of the zone. */
  hourOf(timestamp: string): string {
    if (this.convention.timeZone === "UTC") {
      const hour = (timestamp.charCodeAt(11) - 48) * 10 + timestamp.charCodeAt(12) - 48;
      return HOURS[hour] ?? timestamp.slice(11, 13);
    }
    const quarter = Math.floor(epochMs(timestamp) / QUARTER_MS);
    if (quarter !== this.#quarter) {
      this.#quarter = quarter;
      const local = Temporal.Instant.fromEpochMilliseconds(quarter * QUARTER_MS);
      this.#hour = `${local.toZonedDateTimeISO(this.convention.timeZone).hour}`.padStart(2, "0");
    }
    return this.#hour;
  }

  /** First instant of a day, RFC 3339 UTC with six fraction digits. */
  startOf(day: string): string {
    return `${new Date(this.#startMsOf(Temporal.PlainDate.from(day))).toISOString().slice(0, -1)}000Z`;
  }

  /** First instant after a day. */
  endOf(day: string): string {
    return this.startOf(nextDay(day));
  }

  /**
   * The clock on the wall gives the day but around a change of clocks at the close: that close comes twice or never, and
   * what counts then is the instant at which the day begins.
   */
  #seek(atMs: number): void {
    const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(this.convention.timeZone);
    const isLate = this.convention.close !== "00:00" && Temporal.PlainTime.compare(local, this.#close) >= 0;
    let date = isLate ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
    if (atMs < this.#startMsOf(date)) date = date.subtract({ days: 1 });
    else if (atMs >= this.#startMsOf(date.add({ days: 1 }))) date = date.add({ days: 1 });
    this.#day = date.toString();
    this.#startMs = this.#startMsOf(date);
    this.#endMs = this.#startMsOf(date.add({ days: 1 }));
  }

  #startMsOf(date: Temporal.PlainDate): number {
    const { timeZone, close } = this.convention;
    if (close === "00:00") return date.toZonedDateTime(timeZone).startOfDay().epochMilliseconds;
    return date.subtract({ days: 1 }).toZonedDateTime({ timeZone, plainTime: this.#close }).epochMilliseconds;
  }
}

export function isTimeZone(name: string): boolean {
  try {
    return name !== "" && new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Whether the text is `YYYY-MM-DD` and that day exists. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export function nextDay(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}

/** All days from the first to the last, both included. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  const end = Date.parse(`${last}T00:00:00Z`);
  for (let at = Date.parse(`${first}T00:00:00Z`); at <= end; at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}
