import type { DecimalText } from "@daybook/protocol";
import type { DailyRow } from "../equity/daily-series.ts";
import type { Figure, ReturnFigures } from "../metrics/return-metrics.ts";
import type { TradeFigures, TradeTotals } from "../metrics/trade-statistics.ts";
import type { CompatTool } from "../compat/compat.ts";
import type { TradeSource } from "../ledger.ts";
import type { RoundTrips } from "../trades/fill-book.ts";
import type { Matching } from "../trades/lots.ts";
import type { IncompleteTrade, OpenPosition, Trade } from "../trades/trade.ts";

/** The conventions of a report. Each report prints them. */
export interface Convention {
  readonly time_zone: string;
  /** `HH:MM` at which a day ends in the zone. */
  readonly close: string;
  readonly periods_per_year: number;
  readonly risk_free: number;
  readonly source: TradeSource;
  readonly matching: Matching;
  readonly round_trips: RoundTrips;
  readonly compat: CompatTool | null;
}

export const DEFAULT_CONVENTION: Convention = {
  time_zone: "UTC",
  close: "00:00",
  periods_per_year: 365,
  risk_free: 0,
  source: "auto",
  matching: "fifo",
  round_trips: "flat_to_flat",
  compat: null,
};

/** A time of a report: RFC 3339 UTC; `end` is not included. Null: from the first or to the last event. */
export interface Period {
  readonly start: string | null;
  readonly end: string | null;
}

/** Totals of trades that share something. */
export interface GroupRow extends TradeTotals {
  readonly key: string;
  readonly win_rate: number | null;
  readonly profit_factor: number | null;
  readonly fees: DecimalText;
}

/** A day with the trades that were closed on it. */
export interface DayRow extends DailyRow {
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  /** Equity / running peak − 1 in the evening; null without equity. */
  readonly drawdown: number | null;
}

export interface MonthRow {
  /** `YYYY-MM` */
  readonly month: string;
  readonly pnl: DecimalText;
  readonly return: number | null;
  readonly trades: number;
}

/** A fall of the equity in the evening. */
export interface DrawdownRow {
  readonly depth: number;
  readonly money: DecimalText;
  /** Day of the peak; null: the starting balance. */
  readonly peak: string | null;
  readonly trough: string;
  readonly recovered: string | null;
  readonly days: number;
}

export interface DistributionBin {
  /** In money; the first is included, the second is not, but in the last bin. */
  readonly from: number;
  readonly to: number;
  readonly trades: number;
}

export interface CompatFigure {
  readonly name: string;
  readonly value: number | null;
  /** The figure of the default convention of the same name; null when it has none. */
  readonly ours: number | null;
  /** Why the two differ, in one line. */
  readonly why: string;
}

export interface PerformanceReport {
  readonly format: "daybook performance report 1";
  readonly period: Period;
  /** Days that the rows cover; null without a trade. */
  readonly first_day: string | null;
  readonly last_day: string | null;
  readonly convention: Convention;
  /** What all money below is in; empty when no event says it. */
  readonly currency: string;
  readonly currencies: readonly ({ readonly currency: string } & TradeTotals)[];
  /** When the period begins; with the days' results and the {@link deposits} it makes {@link ending_equity}. */
  readonly starting_equity: DecimalText | null;
  readonly starting_equity_from: "setting" | "account_balance" | null;
  readonly ending_equity: DecimalText | null;
  /** As last logged by `account_balance`, and how far the computed equity is from it. */
  readonly logged_balance: {
    readonly timestamp: string;
    readonly total: DecimalText;
    readonly difference: DecimalText | null;
  } | null;
  readonly deposits: DecimalText;
  readonly trades: TradeFigures;
  readonly returns: ReturnFigures;
  /** Share of the time between first entry and last exit with a position. */
  readonly exposure: Figure;
  /** Entry and exit volume / mean equity. */
  readonly turnover: Figure;
  readonly compat: { readonly tool: CompatTool; readonly figures: readonly CompatFigure[] } | null;
  readonly days: readonly DayRow[];
  readonly months: readonly MonthRow[];
  readonly drawdowns: readonly DrawdownRow[];
  readonly by_symbol: readonly GroupRow[];
  readonly by_strategy: readonly GroupRow[];
  readonly by_side: readonly GroupRow[];
  readonly by_exit_reason: readonly GroupRow[];
  readonly by_weekday: readonly GroupRow[];
  readonly by_hour: readonly GroupRow[];
  readonly distribution: readonly DistributionBin[];
  /** Newest last; the oldest are left out beyond a limit. */
  readonly trade_list: readonly Trade[];
  readonly trades_left_out: number;
  readonly open_positions: readonly OpenPosition[];
  readonly incomplete: readonly IncompleteTrade[];
  /** What a reader must know to trust the figures. */
  readonly notes: readonly string[];
}
