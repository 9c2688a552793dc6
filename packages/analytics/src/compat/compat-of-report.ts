import type { DecimalText } from "@daybook/protocol";
import type { ReturnFigures } from "../metrics/return-metrics.ts";
import type { TradeFigures } from "../metrics/trade-statistics.ts";
import type { Convention, DayRow, PerformanceReport, Period } from "../report/performance-report.ts";
import { compatFigures } from "./compat-figures.ts";
import type { CompatInput, CompatTrade } from "./compat-input.ts";

/** What a report knows beside its trades and days. */
export interface ReportFrame {
  readonly start: DecimalText | undefined;
  readonly period: Period;
  readonly convention: Pick<Convention, "periods_per_year" | "risk_free" | "compat">;
}

/** A report's trades and days as other tools look at them: the period's bounds are the test's, the evenings its bars. */
export function compatInputOf(
  trades: readonly CompatTrade[],
  returns: Float64Array,
  days: readonly Pick<DayRow, "day" | "equity">[],
  { start, period, convention }: ReportFrame,
): CompatInput {
  const firstEntryMs = trades.reduce((least, { entryMs }) => Math.min(least, entryMs), Number.POSITIVE_INFINITY);
  const firstMs = period.start === null ? firstEntryMs : Date.parse(period.start);
  return {
    returns,
    trades,
    periodsPerYear: convention.periods_per_year,
    riskFree: convention.risk_free,
    start: Number(start ?? Number.NaN),
    firstMs,
    lastMs: period.end === null ? (trades.at(-1)?.exitMs ?? firstMs) : Date.parse(period.end),
    equity: days.flatMap(({ day, equity }) =>
      equity === null ? [] : [{ timeMs: Date.parse(`${day}T00:00:00Z`), value: Number(equity) }],
    ),
  };
}

/** The figures of the tool that was asked for beside those of the report; null when none was. */
export function compatOf(
  trades: readonly CompatTrade[],
  returns: Float64Array,
  days: readonly Pick<DayRow, "day" | "equity">[],
  frame: ReportFrame,
  ours: { readonly trades: TradeFigures; readonly returns: ReturnFigures },
): PerformanceReport["compat"] {
  const tool = frame.convention.compat;
  if (tool === null) return null;
  return { tool, figures: compatFigures(tool, compatInputOf(trades, returns, days, frame), ours) };
}
