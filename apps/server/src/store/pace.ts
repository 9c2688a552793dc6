import { GATHER_MS, INSERT_PAUSE_FACTOR, MAX_INSERT_INTERVAL_MS, MIN_INSERT_INTERVAL_MS } from "./limits.ts";

/**
 * Decides when the next insert starts. Each insert makes a part for each retention class in it and costs 25–60 ms however few rows it
 * has, so a trickle is gathered; an event after a quiet time is not kept waiting, and a backlog never is.
 */
export class InsertPace {
  #lastStartMs = Number.NEGATIVE_INFINITY;
  #lastDurationMs = 0;

  /** Milliseconds to wait now that an event is there. */
  delayMs(nowMs: number): number {
    const interval = Math.min(
      Math.max(this.#lastDurationMs * INSERT_PAUSE_FACTOR, MIN_INSERT_INTERVAL_MS),
      MAX_INSERT_INTERVAL_MS,
    );
    return Math.max(GATHER_MS, Math.ceil(this.#lastStartMs + interval - nowMs));
  }

  inserted(startMs: number, endMs: number): void {
    this.#lastStartMs = startMs;
    this.#lastDurationMs = endMs - startMs;
  }
}
