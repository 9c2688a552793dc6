import type { LogLink, PerformanceReport } from "@daybook/analytics";
import { figureText, moneyFigure, profitFactorText, shortMoney, type FigureText } from "./figure-text.ts";
import { closingLines, quoted } from "./report-lines.ts";
import { countText } from "./count-text.ts";
import { dayBounds } from "./day-bounds.ts";

/** A figure of the top row, with how it is made and the lines that it is made of. */
export interface KeyFigure extends FigureText {
  readonly name: string;
  readonly label: string;
  readonly note: string;
  /** How it is computed, under the conventions of the report. */
  readonly rule: string;
  readonly lines: LogLink;
}

/** Part of a search that keeps to the symbols and strategies of a report. */
export function scopeFilter(symbols: readonly string[], strategies: readonly string[]): string {
  const clause = (field: string, values: readonly string[]): string[] =>
    values.length === 0
      ? []
      : [`${field}:${values.length === 1 ? quoted(values[0] ?? "") : `(${values.map(quoted).join(" OR ")})`}`];
  return [...clause("symbol", symbols), ...clause("strategy", strategies)].join(" ");
}

export function keyFigures(report: PerformanceReport, scope: string): KeyFigure[] {
  const { returns } = report;
  const figures = [...resultFigures(report, scope), ...riskFigures(report, scope)];
  // Why there is no figure is worth more than what it would be made of.
  const missing = { return: returns.total_return, sharpe: returns.sharpe, max_drawdown: returns.max_drawdown };
  return figures.map((figure) => {
    const { reason } = missing[figure.name as keyof typeof missing] ?? {};
    return figure.text === "—" && reason !== undefined ? { ...figure, note: reason } : figure;
  });
}

const unitOf = ({ currency }: PerformanceReport): string => (currency === "" ? "" : ` ${currency}`);

/** What was won, and how. */
function resultFigures(report: PerformanceReport, scope: string): KeyFigure[] {
  const { trades, returns, currency, convention } = report;
  const unit = unitOf(report);
  const day = `a day ends at ${convention.close} ${convention.time_zone}`;
  const all = closingLines(report, scope);
  const hasProfit = !/^-?0*\.?0*$/.test(trades.gross_profit);
  const won = `${countText(trades.wins)} won, ${countText(trades.losses)} lost`;
  return [
    {
      name: "pnl",
      label: `Net P&L${unit === "" ? "" : `,${unit}`}`,
      ...moneyFigure(trades.pnl, currency),
      note: `${shortMoney(trades.gross_profit, true)} / ${shortMoney(trades.gross_loss)}`,
      rule: "Sum of the results of all closed trades, fees and funding taken off; exact decimals.",
      lines: all,
    },
    {
      name: "return",
      label: "Return",
      ...figureText(returns.total_return, "percent", true),
      note: report.starting_equity === null ? "no balance known" : `on ${shortMoney(report.starting_equity)}${unit}`,
      rule: `Product of the daily returns; a day's is its P&L / equity of the evening before; ${day}.`,
      lines: all,
    },
    {
      name: "win_rate",
      label: "Win rate",
      ...figureText(trades.win_rate, "percent"),
      note: trades.breakeven > 0 ? `${won}, ${countText(trades.breakeven)} even` : won,
      rule: "Trades with a gain / all closed trades; those without gain or loss count as trades.",
      lines: closingLines(report, `${scope} pnl:>0`.trim()),
    },
    {
      name: "profit_factor",
      label: "Profit factor",
      ...profitFactorText(trades.profit_factor, hasProfit),
      note: "",
      rule: "Sum of the gains / sum of the losses; ∞ when no trade lost.",
      lines: all,
    },
  ];
}

/** What it was won with. */
function riskFigures(report: PerformanceReport, scope: string): KeyFigure[] {
  const { trades, returns, currency, convention } = report;
  const unit = unitOf(report);
  const { periods_per_year: periods, risk_free: riskFree } = convention;
  const all = closingLines(report, scope);
  const fees = addDecimals(trades.fees_entry, trades.fees_exit);
  const fall = deepest(report);
  return [
    {
      name: "sharpe",
      label: "Sharpe",
      ...figureText(returns.sharpe, "ratio"),
      note: `${periods} periods a year`,
      rule: `Mean of the daily returns${riskFree === 0 ? "" : ` above ${riskFree} a year`} / their deviation (n − 1) × √${periods}; risk-free ${riskFree}.`,
      lines: all,
    },
    {
      name: "max_drawdown",
      label: "Max drawdown",
      ...figureText(returns.max_drawdown, "percent"),
      sign: (returns.max_drawdown.value ?? 0) < 0 ? "loss" : "flat",
      note: fall === undefined ? "" : `${shortMoney(fall.money)}${unit}`,
      rule: "Least of equity / running peak − 1 in the evenings; the starting balance is the first peak.",
      lines: fall === undefined ? all : { ...all, ...fallTime(report, fall) },
    },
    {
      name: "trades",
      label: "Trades",
      text: countText(trades.trades),
      title: String(trades.trades),
      sign: "flat",
      note: report.open_positions.length > 0 ? `${countText(report.open_positions.length)} open` : "closed",
      rule: "Closed trades, from flat to flat; open positions are listed, not counted.",
      lines: all,
    },
    {
      name: "fees",
      label: `Fees${unit === "" ? "" : `,${unit}`}`,
      ...moneyFigure(fees, currency, false),
      sign: "flat",
      note: `on ${shortMoney(trades.volume_entry)} of volume`,
      rule: "Fees of entries and exits as logged; already taken off the P&L.",
      lines: all,
    },
  ];
}

function deepest({ drawdowns }: PerformanceReport): PerformanceReport["drawdowns"][number] | undefined {
  return [...drawdowns].sort((a, b) => a.depth - b.depth)[0];
}

/** From the peak to the trough. */
function fallTime(
  { first_day: first, convention }: PerformanceReport,
  { peak, trough }: PerformanceReport["drawdowns"][number],
): Pick<LogLink, "start" | "end"> {
  const iso = (timeMs: number): string => new Date(timeMs).toISOString();
  return {
    start: iso(dayBounds(peak ?? first ?? trough, convention).startMs),
    end: iso(dayBounds(trough, convention).endMs),
  };
}

/** The exact sum of two decimal texts without an exponent. */
export function addDecimals(a: string, b: string): string {
  const digits = Math.max(...[a, b].map((text) => (text.split(".")[1] ?? "").length));
  const scaled = [a, b].map((text) => {
    const [whole = "0", part = ""] = text.replace("-", "").split(".");
    const value = BigInt(whole + part.padEnd(digits, "0"));
    return text.startsWith("-") ? -value : value;
  });
  const sum = (scaled[0] ?? 0n) + (scaled[1] ?? 0n);
  const text = String(sum < 0n ? -sum : sum).padStart(digits + 1, "0");
  const point = text.length - digits;
  const joined = digits === 0 ? text : `${text.slice(0, point)}.${text.slice(point)}`.replace(/\.?0+$/, "");
  return sum < 0n ? `-${joined}` : joined;
}
