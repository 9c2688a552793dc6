import type { PerformanceReport } from "@daybook/analytics";
import { reportJson } from "./report-json.ts";

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
  return reportJson(Object.fromEntries(ORDER.map((name) => [name, report[name]])));
}
