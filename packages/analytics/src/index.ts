export { assembleTrades, Ledger, LEDGER_EVENT_TYPES, TRADE_SOURCES } from "./ledger.ts";
export type { LedgerOptions, LedgerResult, TradeSource } from "./ledger.ts";
export { compareEvents } from "./events/event-order.ts";
export { InstantSorter } from "./events/instant-sorter.ts";
export type { TradingEvent } from "./events/trading-event.ts";
export { MATCHINGS } from "./trades/lots.ts";
export type { Matching } from "./trades/lots.ts";
export { ROUND_TRIPS } from "./trades/fill-book.ts";
export type { RoundTrips } from "./trades/fill-book.ts";
export type { Booking, IncompleteTrade, OpenPosition, Trade, TradeSink } from "./trades/trade.ts";
export { DayClock, daysBetween, isDay, isTimeZone, nextDay } from "./calendar/day-clock.ts";
export type { DayConvention } from "./calendar/day-clock.ts";
export { DailySeries } from "./equity/daily-series.ts";
export type { DailyRow } from "./equity/daily-series.ts";
export { drawdownSeries, maxDrawdown } from "./equity/drawdown.ts";
export type { Drawdown } from "./equity/drawdown.ts";
export { RETURN_METRICS, returnMetrics } from "./metrics/return-metrics.ts";
export type { Figure, ReturnConvention, ReturnFigures, ReturnMetric } from "./metrics/return-metrics.ts";
export { TotalsCounter, TradeStatistics } from "./metrics/trade-statistics.ts";
export type { TradeFigures, TradeTotals } from "./metrics/trade-statistics.ts";
export { COMPAT_TOOLS } from "./compat/compat.ts";
export type { CompatTool } from "./compat/compat.ts";
export { compatFigures } from "./compat/compat-figures.ts";
export type { CompatInput, CompatTrade } from "./compat/compat-input.ts";
export { DEFAULT_CONVENTION } from "./report/performance-report.ts";
export type {
  CompatFigure,
  Convention,
  DayRow,
  DistributionBin,
  DrawdownRow,
  GroupRow,
  MonthRow,
  PerformanceReport,
  Period,
} from "./report/performance-report.ts";
export { DEFAULT_MAX_TRADES, ReportBuilder } from "./report/report-builder.ts";
export type { ReportOptions } from "./report/report-builder.ts";
export { closingLines, dayLines, quoted, strategyLines, symbolLines, tradeLines } from "./report/log-links.ts";
export type { LogLink } from "./report/log-links.ts";
export { PeriodError, TIMEFRAMES, parsePeriod } from "./report/report-period.ts";
export type { PeriodRequest, Timeframe } from "./report/report-period.ts";
export { MAX_LISTED_TRADES, parseReportRequest } from "./report/report-request.ts";
export type { ParsedRequest, ReportRequest } from "./report/report-request.ts";
export {
  DailyReportBuilder,
  DECISION_EVENT_TYPES,
  RISK_EVENT_TYPES,
  SYSTEM_EVENT_TYPES,
} from "./report/daily-report.ts";
export type { DailyReport, LogReport } from "./report/daily-report.ts";
export { ExecutionQuality } from "./quality/execution-quality.ts";
export type { ExecutionQualityResult } from "./quality/execution-quality.ts";
export { ModelQuality } from "./quality/model-quality.ts";
export type { ModelQualityResult } from "./quality/model-quality.ts";
export { RiskMetrics } from "./quality/risk-metrics.ts";
export type { RiskMetricsResult } from "./quality/risk-metrics.ts";
export { SystemMetrics } from "./quality/system-metrics.ts";
export type { SystemMetricsResult } from "./quality/system-metrics.ts";
export type { LoggedEvent } from "./quality/fields.ts";
export { tradeJournal } from "./quality/decision-journal.ts";
export type { StageLatencies, TradeJournal, TradeKey } from "./quality/decision-journal.ts";
export type { JournalStep, StepKind } from "./quality/journal-step.ts";
export { NoTrade } from "./quality/no-trade.ts";
export type { NoTradeResult, NoTradeRow } from "./quality/no-trade.ts";
export { reconcile } from "./quality/reconciliation.ts";
export type { Difference, Reconciliation } from "./quality/reconciliation.ts";
export type { StatementRow } from "./quality/statement-row.ts";
export { LoggedStatement, STATEMENT_EVENT_TYPES } from "./report/logged-statement.ts";
export type { Counted, LeftOut } from "./quality/bounded-groups.ts";
export type { ErrorFigures, ErrorKind, ErrorSource } from "./quality/error-log.ts";
export type { HourCount } from "./quality/hour-counts.ts";
export type { StatementTotals } from "./quality/statement-totals.ts";
