import { expect, test } from "vitest";
import * as analytics from "./index.ts";

test("the names that others import exist", () => {
  const names = Object.keys(analytics);
  for (const name of [
    "assembleTrades",
    "Ledger",
    "LEDGER_EVENT_TYPES",
    "TRADE_SOURCES",
    "compareEvents",
    "InstantSorter",
    "MATCHINGS",
    "ROUND_TRIPS",
    "DayClock",
    "daysBetween",
    "isDay",
    "isTimeZone",
    "nextDay",
    "DailySeries",
    "drawdownSeries",
    "maxDrawdown",
    "RETURN_METRICS",
    "returnMetrics",
    "TotalsCounter",
    "TradeStatistics",
    "COMPAT_TOOLS",
    "compatFigures",
    "DEFAULT_CONVENTION",
    "DEFAULT_MAX_TRADES",
    "ReportBuilder",
    "closingLines",
    "dayLines",
    "quoted",
    "strategyLines",
    "symbolLines",
    "tradeLines",
  ]) {
    expect(names, name).toContain(name);
  }
  expect(Object.values(analytics)).not.toContain(undefined);
});
