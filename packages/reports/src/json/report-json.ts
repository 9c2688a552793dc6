/**
 * A report of any kind as JSON with a newline at its end: its fields in their own order, those inside of them by name, so that
 * equal reports are equal bytes. What is not finite is null: JSON has no other word for it.
 */
export function reportJson(report: object): string {
  const ordered = Object.fromEntries(Object.entries(report).map(([name, value]) => [name, sorted(value)]));
  return `${JSON.stringify(ordered, null, 1)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value === "number" && !Number.isFinite(value)) return null;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}
