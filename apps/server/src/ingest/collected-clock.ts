import { formatTimestamp } from "@daybook/protocol";

/** The collector's receive time: microseconds, never earlier than given out before, whatever the clock does. */
export class CollectedClock {
  readonly #clock: { nowMs(): number };
  #lastMicros: number;

  /** `lastCollectedAt`: the newest time in the journal. */
  constructor(clock: { nowMs(): number }, lastCollectedAt?: string) {
    this.#clock = clock;
    this.#lastMicros = lastCollectedAt === undefined ? 0 : toMicros(lastCollectedAt);
  }

  now(): string {
    this.#lastMicros = Math.max(this.#lastMicros, Math.floor(this.#clock.nowMs() * 1_000));
    return formatTimestamp(this.#lastMicros);
  }
}

/** Of a canonical timestamp; exact until the year 2255. */
function toMicros(timestamp: string): number {
  return Date.parse(`${timestamp.slice(0, 23)}Z`) * 1_000 + Number(timestamp.slice(23, 26));
}
