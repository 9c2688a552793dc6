/** When a file is put aside besides its size: never, or with the first line of a new day. */
export type Rotation = "size" | "utc-day" | "local-day";

export const ROTATIONS: readonly Rotation[] = ["size", "utc-day", "local-day"];

/** Days as texts like `2026-11-21`, which compare as they follow each other. */
export class DayClock {
  readonly #nowMs: () => number;
  readonly #local: boolean;
  #day = "";
  #fromMs = 0;
  #untilMs = 0;

  /** `nowMs`: milliseconds since 1970. Days are those of UTC unless `rotation` says otherwise. */
  constructor(nowMs: () => number, rotation: Rotation) {
    this.#nowMs = nowMs;
    this.#local = rotation === "local-day";
  }

  today(): string {
    return this.dayOf(this.#nowMs());
  }

  /** The same text object within a day, so that asking again costs two comparisons. */
  dayOf(ms: number): string {
    if (ms < this.#fromMs || ms >= this.#untilMs) this.#enter(ms);
    return this.#day;
  }

  #enter(ms: number): void {
    const date = new Date(ms);
    const [year, month, day] = this.#local
      ? [date.getFullYear(), date.getMonth(), date.getDate()]
      : [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    const start = (offset: number): number =>
      this.#local ? new Date(year, month, day + offset).getTime() : Date.UTC(year, month, day + offset);
    this.#fromMs = start(0);
    this.#untilMs = start(1);
    this.#day = dayText(year, month + 1, day);
  }
}

/** The day `days` before another. */
export function dayBefore(day: string, days: number): string {
  const date = new Date(Date.parse(day) - days * 86_400_000);
  return dayText(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

function dayText(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
