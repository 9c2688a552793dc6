import {
  BUSY_INSERT_CYCLE_MS,
  BUSY_INSERT_EVENTS,
  BUSY_INSERT_INTERVAL_MS,
  BUSY_INSERT_PAUSE_FACTOR,
  GATHER_MS,
  INSERT_PAUSE_FACTOR,
  MAX_INSERT_CYCLE_MS,
  MAX_INSERT_INTERVAL_MS,
  MIN_INSERT_INTERVAL_MS,
} from "./limits.ts";

/**
 * Decides when the next insert starts. Each insert makes a part for each retention class in it and costs 25–60 ms however few rows it
 * has, so a trickle is gathered; an event after a quiet time is not kept waiting, and a backlog never is.
 */
export class InsertPace {
  #lastStartMs = Number.NEGATIVE_INFINITY;
  #intervalMs = 0;

  /** Milliseconds to wait now that an event is there. */
  delayMs(nowMs: number): number {
    return Math.max(GATHER_MS, Math.ceil(this.#lastStartMs + this.#intervalMs - nowMs));
  }

  inserted(startMs: number, endMs: number, events: number): void {
    const durationMs = endMs - startMs;
    const busy = events >= BUSY_INSERT_EVENTS;
    const shortest = busy ? BUSY_INSERT_INTERVAL_MS : MIN_INSERT_INTERVAL_MS;
    const wanted = Math.max(durationMs * (busy ? BUSY_INSERT_PAUSE_FACTOR : INSERT_PAUSE_FACTOR), shortest);
    // The next insert will last about as long as this one.
    const cycle = busy ? BUSY_INSERT_CYCLE_MS : MAX_INSERT_CYCLE_MS;
    const longest = Math.min(MAX_INSERT_INTERVAL_MS, Math.max(cycle - durationMs, shortest));
    this.#lastStartMs = startMs;
    this.#intervalMs = Math.min(wanted, longest);
  }
}
