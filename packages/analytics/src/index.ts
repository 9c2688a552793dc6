export { assembleTrades, Ledger, LEDGER_EVENT_TYPES, TRADE_SOURCES } from "./ledger.ts";
export { returnMetrics } from "./metrics/return-metrics.ts";
export { TradeStatistics, TotalsCounter } from "./metrics/trade-statistics.ts";
export { DailySeries } from "./equity/daily-series.ts";
export { DayClock } from "./calendar/day-clock.ts";
