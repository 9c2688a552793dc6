import type { Simulation } from "./simulation.ts";

export interface LiveOptions {
  readonly simulation: Simulation;
  /** Rate once the present is reached. */
  readonly eventsPerSecond: number;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Resolves after the time, or at once when `signal` is aborted. */
  readonly pause: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** History is written in pieces of this length, each delivered before the next. */
const BACKFILL_PIECE_MS = 60_000;
const FLUSH_MS = 10_000;
const TICK_MS = 100;
/** After a pause of the machine time is made up for in steps, not in one flood. */
const MOST_PER_TICK_MS = 5_000;
const CLOSE_MS = 5_000;

/**
 * Brings a simulation that begins in the past up to the present and keeps it there until the signal
 * is aborted; then says good-bye and delivers what is left.
 */
export async function runLive(options: LiveOptions): Promise<void> {
  const { simulation, nowMs, pause, signal } = options;
  while (simulation.nowMs < nowMs() - MOST_PER_TICK_MS && !signal.aborted) {
    simulation.backfillUntil(Math.min(simulation.nowMs + BACKFILL_PIECE_MS, nowMs()));
    await simulation.flush(FLUSH_MS);
  }
  simulation.setRate(options.eventsPerSecond);
  while (!signal.aborted) {
    simulation.runUntil(Math.min(nowMs(), simulation.nowMs + MOST_PER_TICK_MS));
    await pause(TICK_MS);
  }
  simulation.stop();
  await simulation.close(CLOSE_MS);
}
