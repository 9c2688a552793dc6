import { MAX_TIMESTAMP, MIN_TIMESTAMP, parseTimestamp } from "@daybook/protocol";
import { DayClock, isDay } from "../calendar/day-clock.ts";
import type { DayConvention } from "../calendar/day-clock.ts";
import type { Period } from "./performance-report.ts";

/** The current day so far, and it with the days before. */
export const TIMEFRAMES = ["1d", "1w", "1m", "3m", "1y", "all"] as const;
export type Timeframe = (typeof TIMEFRAMES)[number];

const DAYS: Readonly<Record<Exclude<Timeframe, "all">, number>> = { "1d": 1, "1w": 7, "1m": 30, "3m": 91, "1y": 365 };

/** What a caller says of a time. Dates (`2024-01-15`) are whole days of the zone; instants are RFC 3339. */
export interface PeriodRequest {
  readonly timeframe?: string | undefined;
  readonly date?: string | undefined;
  readonly start?: string | undefined;
  /** An instant is not included, a date is. */
  readonly end?: string | undefined;
}

/** A time that cannot be: the message names the parameter and what is right. */
export class PeriodError extends Error {
  readonly parameter: string;

  constructor(parameter: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PeriodError";
    this.parameter = parameter;
  }
}

/** Throws PeriodError. Without any of them: everything. */
export function parsePeriod(request: PeriodRequest, days: DayConvention, nowMs: number): Period {
  const clock = openClock(days);
  const { timeframe, date, start, end } = request;
  const today = clock.dayOf(new Date(nowMs).toISOString());
  const given = Object.entries({ timeframe, date, start: start ?? end }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    const names = given.map(([name]) => name).join(" and ");
    throw new PeriodError("timeframe", `${names} do not go together: give a timeframe, a date, or start and end`);
  }
  if (timeframe !== undefined) return ofTimeframe(timeframe, today, clock);
  if (date !== undefined) {
    const day = checkDay("date", date, today, clock);
    return { start: clock.startOf(day), end: clock.endOf(day) };
  }
  const from = start === undefined ? null : bound("start", start, clock, today);
  const to = end === undefined ? null : bound("end", end, clock, today);
  if (from !== null && to !== null && from >= to) {
    throw new PeriodError("end", `the end (${end}) is not after the start (${start}): exchange them`);
  }
  // Days that have not begun would count as days without a result.
  const latest = clock.endOf(today);
  return { start: from, end: to !== null && to > latest ? latest : to };
}

function openClock(days: DayConvention): DayClock {
  try {
    return new DayClock(days);
  } catch (error) {
    const message = (error as Error).message;
    throw new PeriodError(message.includes("time zone") ? "time_zone" : "close", message, { cause: error });
  }
}

function ofTimeframe(timeframe: string, today: string, clock: DayClock): Period {
  if (timeframe === "all") return { start: null, end: null };
  const count = DAYS[timeframe as keyof typeof DAYS];
  if (count === undefined || !Object.hasOwn(DAYS, timeframe)) {
    throw new PeriodError("timeframe", `"${cut(timeframe)}" is no timeframe: one of ${TIMEFRAMES.join(", ")}`);
  }
  const first = new Date(Date.parse(`${today}T00:00:00Z`) - (count - 1) * 86_400_000).toISOString().slice(0, 10);
  return { start: clock.startOf(first), end: clock.endOf(today) };
}

function bound(name: "start" | "end", text: string, clock: DayClock, today: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    const day = name === "start" ? checkDay(name, text, today, clock) : checkExists(name, text);
    return name === "start" ? clock.startOf(day) : clock.endOf(day);
  }
  const instant = parseTimestamp(text);
  if (instant === undefined) {
    throw new PeriodError(name, `"${cut(text)}" is no time: 2024-01-15 or 2024-01-15T10:30:00Z`);
  }
  if (name === "start" && instant >= clock.endOf(today)) throw future(name, text, today);
  return instant;
}

function checkExists(name: string, day: string): string {
  if (!isDay(day)) throw new PeriodError(name, `"${cut(day)}" is no day: YYYY-MM-DD, for example 2024-01-15`);
  if (day < MIN_TIMESTAMP.slice(0, 10) || day >= MAX_TIMESTAMP.slice(0, 10)) {
    throw new PeriodError(name, `${day} is out of range: from 1970-01-01 to 2262-04-10`);
  }
  return day;
}

function checkDay(name: string, day: string, today: string, clock: DayClock): string {
  checkExists(name, day);
  if (day > today) throw future(name, day, today, clock.convention.timeZone);
  return day;
}

function future(name: string, text: string, today: string, zone = "UTC"): PeriodError {
  return new PeriodError(name, `${cut(text)} has not begun: today is ${today} (${zone})`);
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
