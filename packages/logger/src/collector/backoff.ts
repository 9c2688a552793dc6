import { RETRY_AFTER_MAX_MS, RETRY_MAX_MS, RETRY_MIN_MS } from "../limits.ts";

/**
 * Wait before the next attempt after `failures` failed ones (1 or more): doubling from 0.2 s to 30 s,
 * of which a random half, so that many producers do not come back in step.
 */
export function backoffMs(failures: number, random: () => number): number {
  const full = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** Math.min(failures - 1, 20));
  return Math.round(full / 2 + (full / 2) * random());
}

/** Milliseconds of a Retry-After header (seconds or an HTTP date, RFC 9110 §10.2.3); undefined when it has none. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  if (Number.isNaN(ms)) return undefined;
  return Math.min(RETRY_AFTER_MAX_MS, Math.max(0, ms));
}
