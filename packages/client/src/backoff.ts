export interface BackoffOptions {
  baseMs: number;
  maxMs: number;
  /** 0 ≤ x < 1 */
  random: () => number;
}

/**
 * Pause before try `attempt` (from 1): doubles up to the maximum; the upper half is random, so that many
 * clients of one server that went away do not come back in the same moment.
 */
export function backoffMs(attempt: number, { baseMs, maxMs, random }: BackoffOptions): number {
  const full = Math.min(maxMs, baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full / 2 + (full / 2) * random());
}
