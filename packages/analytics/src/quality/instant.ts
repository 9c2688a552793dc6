/**
 * Microseconds since 1970 of an RFC 3339 time in UTC; whole numbers, exact in a float64 until the year 2255. NaN when the
 * text is no time.
 */
export function microsOf(timestamp: string): number {
  const dot = timestamp.indexOf(".", 18);
  if (dot < 0) return Math.round(Date.parse(timestamp) * 1_000);
  const digits = /^\d+/.exec(timestamp.slice(dot + 1, dot + 7))?.[0] ?? "";
  const rest = timestamp.slice(dot + 1).replace(/^\d+/, "");
  return Math.round(Date.parse(timestamp.slice(0, dot) + rest) * 1_000) + Number(digits.padEnd(6, "0"));
}

/** `2026-11-21T08` of a time in UTC. */
export function hourOf(timestamp: string): string {
  return timestamp.slice(0, 13);
}

/** `2026-11-21` of a time in UTC. */
export function dayOf(timestamp: string): string {
  return timestamp.slice(0, 10);
}
