import type { DailyReport, Figure, GroupRow, LogReport, PerformanceReport } from "@daybook/analytics";
import type { Output } from "../host.ts";
import { plainLine } from "../pretty/plain-text.ts";
import { formatCount, plural } from "../pretty/quantities.ts";
import { sparkline } from "../pretty/table.ts";

type Paint = Pick<Output, "paint">;

const SHOWN_GROUPS = 10;
const WIDTH = 26;

/** A performance report for a terminal. */
export function performanceText(report: PerformanceReport, output: Paint): string {
  const { paint } = output;
  const { trades, returns, currency, convention } = report;
  const span = report.first_day === null ? "no trades" : `${report.first_day} … ${report.last_day}`;
  const title = `${paint.bold("Performance")}  ${span}  ${paint.dim(`${convention.time_zone}, close ${convention.close}`)}`;
  if (trades.trades === 0 && report.open_positions.length === 0) {
    return `${title}\n\nNo trade was closed in this time. Trades come from trade_entry and trade_exit, or from order_filled.\n${notesText(report, output)}`;
  }
  const unit = currency === "" ? "" : ` ${plainLine(currency)}`;
  const lines = [
    title,
    "",
    row("Net P&L", tone(Number(trades.pnl), `${signed(trades.pnl)}${unit}`, output)),
    row("Return", percent(returns.total_return)),
    row(
      "Trades",
      `${plural(trades.trades, "trade")}: ${trades.wins} won, ${trades.losses} lost, ${trades.breakeven} even`,
    ),
    row(
      "Win rate",
      `${percent(trades.win_rate)} of all, ${percent(trades.win_rate_excluding_breakeven)} without even ones`,
    ),
    row("Profit factor", trades.profit_factor.value === null && trades.wins > 0 ? "∞" : number(trades.profit_factor)),
    row("Expectancy", `${number(trades.expectancy)}${unit} a trade, ${number(trades.expectancy_r)} R`),
    row("Sharpe, Sortino", `${number(returns.sharpe)}, ${number(returns.sortino)}`),
    row("CAGR, volatility", `${percent(returns.cagr)}, ${percent(returns.volatility)}`),
    row("Max drawdown", `${percent(returns.max_drawdown)}, ${amount(trades.max_drawdown_abs)}${unit} trade by trade`),
    row("Calmar", number(returns.calmar)),
    row("Fees", `${sum(trades.fees_entry, trades.fees_exit)}${unit}`),
    row("Equity", equityText(report, unit)),
    row("Exposure, turnover", `${percent(report.exposure)}, ${number(report.turnover)}`),
  ];
  const equity = report.days.flatMap((day) => (day.equity === null ? [] : [Number(day.equity)]));
  if (equity.length > 1) {
    // From the lowest evening on: changes are small against the whole.
    const lowest = equity.reduce((least, value) => Math.min(least, value));
    lines.push(row("Equity by day", sparkline(squeeze(equity).map((value) => value - lowest))));
  }
  lines.push(
    ...groupLines("By symbol", report.by_symbol, output),
    ...groupLines("By strategy", report.by_strategy, output),
  );
  lines.push(...groupLines("By exit reason", report.by_exit_reason, output), ...compatLines(report, output));
  if (report.open_positions.length > 0)
    lines.push("", `${plural(report.open_positions.length, "position")} still open.`);
  if (report.incomplete.length > 0)
    lines.push("", `${plural(report.incomplete.length, "exit")} without an entry, not counted.`);
  return `${lines.join("\n")}\n${notesText(report, output)}`;
}

export function dailyText(report: DailyReport, output: Paint): string {
  const { execution, models, risk } = report;
  const lines = [
    "",
    output.paint.bold("Execution"),
    row("Orders", `${execution.orders.orders} placed`),
    row("Models", plural(models.models.length, "model")),
    row("Risk limits hit", formatCount(risk.limit_hits)),
  ];
  return `${performanceText(report.performance, output)}${lines.join("\n")}\n\n${logsText({ ...report, format: "daybook log report 1" }, output)}`;
}

export function logsText({ system, period }: LogReport, { paint }: Paint): string {
  const { errors, api, volume } = system;
  const lines = [
    `${paint.bold("Logs")}  ${period.start ?? "the beginning"} … ${period.end ?? "now"}`,
    row("Events", formatCount(system.events)),
    row("Errors", errors.errors > 0 ? paint.red(formatCount(errors.errors)) : "0"),
    row(
      "API calls",
      `${formatCount(api.calls)}, ${percent(api.error_share)} failed, p95 ${number(api.latency_ms.p95)} ms`,
    ),
  ];
  if (volume.length > 0) lines.push("", "By service");
  for (const { service, events } of volume.slice(0, SHOWN_GROUPS))
    lines.push(row(`  ${plainLine(service)}`, formatCount(events)));
  if (errors.by_fingerprint.length > 0) lines.push("", "Most frequent errors");
  for (const kind of errors.by_fingerprint.slice(0, SHOWN_GROUPS)) {
    lines.push(`  ${formatCount(kind.errors).padStart(8)}  ${plainLine(kind.example_message).slice(0, 100)}`);
  }
  return `${lines.join("\n")}\n`;
}

function row(name: string, value: string): string {
  return `  ${name.padEnd(WIDTH)}${value}`;
}

function number({ value }: Figure): string {
  return value === null ? "–" : amount(value);
}

/** Two places behind the point; below one, four significant digits. */
function amount(value: number): string {
  return Math.abs(value) >= 1 || value === 0 ? value.toFixed(2) : String(Number(value.toPrecision(4)));
}

function percent({ value }: Figure): string {
  return value === null ? "–" : `${(value * 100).toFixed(2)} %`;
}

function signed(text: string): string {
  return text.startsWith("-") || text === "0" ? text : `+${text}`;
}

function tone(value: number, text: string, { paint }: Paint): string {
  return value > 0 ? paint.green(text) : value < 0 ? paint.red(text) : text;
}

function sum(a: string, b: string): string {
  return amount(Number(a) + Number(b));
}

function equityText(report: PerformanceReport, unit: string): string {
  if (report.starting_equity === null) return "not known: log account_balance, or give --starting-equity";
  return `${report.starting_equity} → ${report.ending_equity ?? "–"}${unit}`;
}

/** So many values that they fit on a line: the last of each stretch. */
function squeeze(values: readonly number[]): number[] {
  const most = 60;
  if (values.length <= most) return [...values];
  return Array.from({ length: most }, (_, at) => values[Math.ceil(((at + 1) * values.length) / most) - 1] as number);
}

function groupLines(title: string, groups: readonly GroupRow[], output: Paint): string[] {
  if (groups.length === 0 || (groups.length === 1 && groups[0]?.key === "")) return [];
  const lines = ["", title];
  for (const { key, trades, pnl, win_rate: rate } of groups.slice(0, SHOWN_GROUPS)) {
    const name = plainLine(key === "" ? "(none)" : key).slice(0, WIDTH - 3);
    const share = rate === null ? "" : `${Math.round(rate * 100)} % won`;
    lines.push(
      `  ${name.padEnd(WIDTH - 1)} ${String(trades).padStart(7)}  ${share.padStart(9)}  ${tone(Number(pnl), signed(pnl), output)}`,
    );
  }
  const more = groups.length - SHOWN_GROUPS;
  return more > 0 ? [...lines, output.paint.dim(`  … ${more} more`)] : lines;
}

function compatLines({ compat }: PerformanceReport, { paint }: Paint): string[] {
  if (compat === null) return [];
  const lines = ["", `As ${compat.tool} computes it`];
  for (const { name, value, ours, why } of compat.figures) {
    const beside = ours === null ? "" : `  ours ${amount(ours)}`;
    lines.push(
      `  ${name.padEnd(WIDTH)} ${(value === null ? "–" : amount(value)).padStart(14)}${beside}  ${paint.dim(why)}`,
    );
  }
  return lines;
}

function notesText({ notes }: PerformanceReport, { paint }: Paint): string {
  return notes.length === 0 ? "" : `\n${notes.map((note) => paint.yellow(`! ${note}`)).join("\n")}\n`;
}
