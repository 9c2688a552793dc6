import type { PerformanceReport } from "@daybook/analytics";

/** The fields of a report in the order in which they are read. */
const ORDER = Object.keys({
  format: true,
  period: true,
  first_day: true,
  last_day: true,
  convention: true,
  currency: true,
  currencies: true,
  starting_equity: true,
  starting_equity_from: true,
  ending_equity: true,
  logged_balance: true,
  deposits: true,
  trades: true,
  returns: true,
  exposure: true,
  turnover: true,
  compat: true,
  days: true,
  months: true,
  drawdowns: true,
  by_symbol: true,
  by_strategy: true,
  by_side: true,
  by_exit_reason: true,
  by_weekday: true,
  by_hour: true,
  distribution: true,
  trade_list: true,
  trades_left_out: true,
  open_positions: true,
  incomplete: true,
  notes: true,
} satisfies Record<keyof PerformanceReport, true>) as readonly (keyof PerformanceReport)[];

/**
 * A report as JSON with a newline at its end. Fields stand in the order above, those inside of them by name, so that equal
 * reports are equal bytes whatever made them. What is not finite is null: JSON has no other word for it.
 */
export function performanceJson(report: PerformanceReport): string {
  const ordered = Object.fromEntries(ORDER.map((name) => [name, sorted(report[name])]));
  return `${JSON.stringify(ordered, null, 1)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value === "number" && !Number.isFinite(value)) return null;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}
