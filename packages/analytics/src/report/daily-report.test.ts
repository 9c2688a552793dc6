import { expect, test } from "vitest";
import type { LoggedEvent } from "../quality/fields.ts";
import { DECISION_EVENT_TYPES, DailyReportBuilder } from "./daily-report.ts";

const period = { start: "2024-01-15T00:00:00.000000Z", end: "2024-01-16T00:00:00.000000Z" };
const at = (day: number, hour: number): string => `2024-01-${day}T${String(hour).padStart(2, "0")}:00:00.000000Z`;
const BTC = { symbol: "BTCUSDT", trade_id: "t", quantity: "1", currency: "USDT" };

function reportOf(...events: LoggedEvent[]) {
  const builder = new DailyReportBuilder({ period, startingEquity: "100" });
  for (const event of events) builder.add(event);
  return builder.finish();
}

const entry: LoggedEvent = {
  ...BTC,
  id: "e",
  event_type: "trade_entry",
  timestamp: at(14, 12),
  side: "buy",
  price: "10",
};
const exit: LoggedEvent = { ...BTC, id: "x", event_type: "trade_exit", timestamp: at(15, 9), price: "12", pnl: "2" };
const error: LoggedEvent = { id: "b", event_type: "boom", timestamp: at(14, 1), service: "bot", level: "ERROR" };

test("a trade that was opened the day before closes in the day; what else was before does not count", () => {
  const report = reportOf(error, entry, exit);
  expect(report.performance.trades).toMatchObject({ trades: 1, pnl: "2" });
  expect(report.system).toMatchObject({ events: 1, errors: { errors: 0 } });
});

test("nothing after the day counts", () => {
  const report = reportOf(entry, { ...exit, timestamp: at(16, 0) }, { ...error, timestamp: at(16, 0) });
  expect(report.performance.trades.trades).toBe(0);
  expect(report.performance.open_positions).toHaveLength(1);
  expect(report.system.events).toBe(0);
});

test("models learn of the trades that followed their decisions", () => {
  const decision: LoggedEvent = {
    ...BTC,
    id: "d",
    event_type: "ai_decision",
    timestamp: at(15, 1),
    data: { model_id: "m", confidence: 0.9 },
  };
  const report = reportOf(decision, { ...entry, timestamp: at(15, 2) }, exit);
  expect(report.models.models).toMatchObject([{ model_id: "m", decisions: 1, trades: 1, won: 1 }]);
});

test("the types of decisions have no double", () => {
  expect(new Set(DECISION_EVENT_TYPES).size).toBe(DECISION_EVENT_TYPES.length);
});
