import { describe, expect, test } from "vitest";
import { DayClock } from "../calendar/day-clock.ts";
import { trade } from "../test-support/trading-events.ts";
import type { LinkedReport } from "./log-links.ts";
import { closingLines, dayLines, quoted, strategyLines, symbolLines, tradeLines } from "./log-links.ts";
import { DEFAULT_CONVENTION } from "./performance-report.ts";

const period = { start: "2024-01-01T00:00:00.000000Z", end: null };
const report = (source: "events" | "fills" = "events"): LinkedReport => ({
  period,
  convention: DEFAULT_CONVENTION,
  trade_list: [trade({ source })],
});

test("what closed the trades, or their fills", () => {
  expect(closingLines(report())).toEqual({ query: "event_type:(trade_exit OR position_closed)", ...period });
  expect(closingLines(report("fills")).query).toBe(
    "event_type:(order_filled OR order_partially_filled OR trade_executed)",
  );
  expect(closingLines({ ...report(), trade_list: [] }).query).toMatch(/trade_exit/);
});

test("of a symbol, a strategy, or none", () => {
  expect(symbolLines(report(), 'A"B')).toEqual({
    query: String.raw`event_type:(trade_exit OR position_closed) symbol:"A\"B"`,
    ...period,
  });
  expect(strategyLines(report(), "trend").query).toMatch(/ strategy:"trend"$/);
  expect(strategyLines(report(), "").query).toMatch(/ -strategy:\*$/);
});

test("of a day as the report cuts it", () => {
  const clock = new DayClock({ timeZone: "America/New_York", close: "17:00" });
  expect(dayLines(report(), "2024-03-10", clock)).toMatchObject({
    start: "2024-03-09T22:00:00.000000Z",
    end: "2024-03-10T21:00:00.000000Z",
  });
});

describe("of a trade", () => {
  test("everything with its number", () => {
    expect(tradeLines(trade({ id: "t 1" }))).toEqual({ query: 'trade_id:"t 1" OR id:"t 1"', start: null, end: null });
  });

  test("its fills, as many as a query holds", () => {
    const ids = Array.from({ length: 30 }, (_, at) => `f${at}`);
    const { query } = tradeLines({ id: "f0", source: "fills", event_ids: ids });
    expect(query.startsWith('id:("f0" OR "f1" OR ')).toBe(true);
    expect(query.split(" OR ")).toHaveLength(20);
  });
});

test("values are taken whole", () => {
  expect([quoted("a b"), quoted('a"b\\c')]).toEqual(['"a b"', String.raw`"a\"b\\c"`]);
});
