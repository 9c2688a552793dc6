const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6})0*)?Z$/;

/** Microseconds since 1970 of an RFC 3339 time in UTC; undefined when it is none, or finer than that. */
export function timeMicros(text: string): bigint | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const epochMs = Date.parse(`${match[1]}Z`);
  if (Number.isNaN(epochMs)) return undefined;
  return BigInt(epochMs) * 1_000n + BigInt((match[2] ?? "").padEnd(6, "0"));
}
