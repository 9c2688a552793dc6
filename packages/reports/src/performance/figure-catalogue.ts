import type { Convention, Figure, PerformanceReport } from "@daybook/analytics";

/** How a figure is written. `result` is money with its sign; `share` a percentage; `change` one with its sign. */
export type FigureKind = "money" | "result" | "share" | "change" | "ratio" | "count" | "duration" | "days";

/** A figure of the table of all figures. */
export interface CatalogueEntry {
  readonly label: string;
  readonly kind: FigureKind;
  /** One line. */
  readonly formula: string;
  readonly convention: (convention: Convention) => string;
  readonly read: (report: PerformanceReport) => Figure;
}

export interface CatalogueGroup {
  readonly title: string;
  readonly entries: readonly CatalogueEntry[];
}

type Read = (report: PerformanceReport) => Figure;
type Line = string | ((convention: Convention) => string);

function entry(label: string, kind: FigureKind, formula: string, convention: Line, read: Read): CatalogueEntry {
  return { label, kind, formula, convention: typeof convention === "string" ? () => convention : convention, read };
}

const daily = "a return a calendar day";
const annual = (convention: Convention): string => `daily returns, P = ${convention.periods_per_year}`;
const excess = (convention: Convention): string =>
  `daily returns, P = ${convention.periods_per_year}, rf = ${convention.risk_free} a year`;
const evenings = "evenings; the starting balance is the first peak";

const RETURNS: CatalogueGroup = {
  title: "Return and risk",
  entries: [
    entry("Total return", "change", "∏(1 + r) − 1", daily, ({ returns }) => returns.total_return),
    entry("CAGR", "change", "(∏(1 + r))^(P/n) − 1", annual, ({ returns }) => returns.cagr),
    entry("Volatility", "share", "std(r, n − 1) · √P", annual, ({ returns }) => returns.volatility),
    entry("Sharpe", "ratio", "mean(r − rf) / std(r − rf, n − 1) · √P", excess, ({ returns }) => returns.sharpe),
    entry("Sortino", "ratio", "mean(r − rf) / √(Σ min(r − rf, 0)² / n) · √P", excess, ({ returns }) => returns.sortino),
    entry("Max drawdown", "change", "min(equity / running peak − 1)", evenings, ({ returns }) => returns.max_drawdown),
    entry("Calmar", "ratio", "CAGR / |max drawdown|", annual, ({ returns }) => returns.calmar),
    entry("Recovery factor", "ratio", "|Σ r| / |max drawdown|", daily, ({ returns }) => returns.recovery_factor),
    entry(
      "Longest under water",
      "days",
      "most days below a peak",
      evenings,
      ({ returns }) => returns.longest_under_water,
    ),
    entry("Ulcer index", "share", "√(Σ drawdown² / (n − 1))", evenings, ({ returns }) => returns.ulcer_index),
    entry(
      "VaR 95",
      "change",
      "5 % quantile of r",
      "historical, linear between returns",
      ({ returns }) => returns.var_95,
    ),
    entry("CVaR 95", "change", "mean of r ≤ VaR 95", "historical", ({ returns }) => returns.cvar_95),
    entry(
      "VaR 95, Gaussian",
      "change",
      "mean(r) − 1.645 · std(r, n − 1)",
      "if returns were normal",
      ({ returns }) => returns.var_95_gaussian,
    ),
    entry("Omega", "ratio", "Σ gains / |Σ losses| of r", "threshold 0", ({ returns }) => returns.omega),
    entry("Tail ratio", "ratio", "|95 % quantile / 5 % quantile|", daily, ({ returns }) => returns.tail_ratio),
    entry("Skew", "ratio", "G₁, third standardised moment", "corrected for bias", ({ returns }) => returns.skew),
    entry(
      "Kurtosis",
      "ratio",
      "G₂, fourth moment − 3",
      "excess, corrected for bias",
      ({ returns }) => returns.kurtosis,
    ),
    entry("Best day", "change", "max(r)", daily, ({ returns }) => returns.best),
    entry("Worst day", "change", "min(r)", daily, ({ returns }) => returns.worst),
    entry("Mean day", "change", "mean(r)", "all calendar days", ({ returns }) => returns.mean_return),
    entry(
      "Days won",
      "share",
      "days r > 0 / days r ≠ 0",
      "days without a result are left out",
      ({ returns }) => returns.positive_share,
    ),
  ],
};

const of = (value: number | string): Figure => ({ value: Number(value) });

const TRADES: CatalogueGroup = {
  title: "Trades",
  entries: [
    entry("Win rate", "share", "wins / trades", "breakeven trades count as trades", ({ trades }) => trades.win_rate),
    entry(
      "Win rate without breakeven",
      "share",
      "wins / (wins + losses)",
      "breakeven trades are left out",
      ({ trades }) => trades.win_rate_excluding_breakeven,
    ),
    entry("Profit factor", "ratio", "Σ gains / |Σ losses|", "net of fees", ({ trades }) => trades.profit_factor),
    entry("Expectancy", "result", "net P&L / trades", "a trade, net of fees", ({ trades }) => trades.expectancy),
    entry("Expectancy in R", "ratio", "expectancy / |mean loss|", "R = mean loss", ({ trades }) => trades.expectancy_r),
    entry("Mean win", "result", "Σ gains / wins", "net of fees", ({ trades }) => trades.avg_win),
    entry("Mean loss", "result", "Σ losses / losses", "net of fees", ({ trades }) => trades.avg_loss),
    entry("Payoff ratio", "ratio", "mean win / |mean loss|", "net of fees", ({ trades }) => trades.payoff_ratio),
    entry("Kelly", "change", "p − (1 − p) / payoff", "p = wins / trades", ({ trades }) => trades.kelly),
    entry(
      "Kelly without breakeven",
      "change",
      "p − (1 − p) / payoff",
      "p = wins / (wins + losses)",
      ({ trades }) => trades.kelly_excluding_breakeven,
    ),
    entry("Largest win", "result", "max(P&L)", "one trade, net of fees", ({ trades }) => trades.largest_win),
    entry("Largest loss", "result", "min(P&L)", "one trade, net of fees", ({ trades }) => trades.largest_loss),
    entry("Most wins in a row", "count", "longest run of wins", "by close; breakeven ends it", ({ trades }) =>
      of(trades.max_consecutive_wins),
    ),
    entry("Most losses in a row", "count", "longest run of losses", "by close; breakeven ends it", ({ trades }) =>
      of(trades.max_consecutive_losses),
    ),
    entry(
      "Largest fall in money",
      "money",
      "max(peak − running Σ P&L)",
      "trade by trade; the start is a peak",
      ({ trades }) => of(trades.max_drawdown_abs),
    ),
    entry(
      "Mean holding time",
      "duration",
      "mean(exit − entry)",
      "first entry to last exit",
      ({ trades }) => trades.mean_duration_ms,
    ),
    entry(
      "Mean MFE",
      "change",
      "mean(best price / entry − 1)",
      "where prices were logged",
      ({ trades }) => trades.mean_mfe,
    ),
    entry(
      "Mean MAE",
      "change",
      "mean(worst price / entry − 1)",
      "where prices were logged",
      ({ trades }) => trades.mean_mae,
    ),
    entry(
      "Exposure",
      "share",
      "time with a position / time",
      "first entry to last exit of closed trades",
      ({ exposure }) => exposure,
    ),
    entry("Turnover", "ratio", "(entry + exit volume) / mean equity", "evenings", ({ turnover }) => turnover),
  ],
};

/** Every figure of a report in the order in which it is shown. */
export const FIGURE_CATALOGUE: readonly CatalogueGroup[] = [RETURNS, TRADES];
