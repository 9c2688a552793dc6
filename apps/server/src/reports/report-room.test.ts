import type { TradingEvent } from "@daybook/analytics";
import { expect, test } from "vitest";
import type { ReportCondition } from "./conditions.ts";
import { ReportRoom } from "./report-room.ts";

const NOW = Date.parse("2024-01-20T12:00:00Z");

function trade(id: string, opened: string, closed: string, pnl: string): TradingEvent[] {
  const about = { trade_id: id, symbol: "BTCUSDT", quantity: "1", currency: "USDT" };
  return [
    { ...about, id: `${id}-e`, event_type: "trade_entry", timestamp: opened, side: "buy", price: "100" },
    { ...about, id: `${id}-x`, event_type: "trade_exit", timestamp: closed, price: String(100 + Number(pnl)), pnl },
  ];
}

/** A store that gives its events whatever is asked, as the engine would in the order of time. */
function sourceOf(events: readonly TradingEvent[]) {
  const asked: ReportCondition[] = [];
  return {
    asked,
    scan: (condition: ReportCondition, onEvent: (event: TradingEvent) => void) => {
      asked.push(condition);
      for (const event of events) onEvent(event);
      return Promise.resolve(77);
    },
    volume: () =>
      Promise.resolve([
        { service: "bot", level: "INFO", count: 5 },
        { service: "bot", level: "ERROR", count: 2 },
      ]),
  };
}

const EVENTS = [
  ...trade("a", "2024-01-01T00:00:00.000000Z", "2024-01-02T00:00:00.000000Z", "5"),
  ...trade("b", "2024-01-03T00:00:00.000000Z", "2024-01-03T01:00:00.000000Z", "-2"),
];

test("a report says up to which number it is complete", async () => {
  const room = new ReportRoom(sourceOf(EVENTS), () => NOW);
  const report = await room.performance({ starting_equity: "100" });
  expect(report).toMatchObject({ as_of_seq: 77, ending_equity: "103", trades: { trades: 2, pnl: "3" } });
});

test("events of one instant may come in any order", async () => {
  const [entry, exit] = trade("c", "2024-01-04T00:00:00.000000Z", "2024-01-04T00:00:00.000000Z", "1");
  const room = new ReportRoom(sourceOf([exit as TradingEvent, entry as TradingEvent]), () => NOW);
  expect(await room.performance({})).toMatchObject({ trades: { trades: 1 }, incomplete: [] });
});

test("a daily report has what the engine counted as its volume", async () => {
  const room = new ReportRoom(sourceOf(EVENTS), () => NOW);
  const report = await room.daily({ date: "2024-01-03" });
  expect(report.performance.trades).toMatchObject({ trades: 1, pnl: "-2" });
  expect(report.system).toMatchObject({
    events: 7,
    volume: [
      {
        service: "bot",
        events: 7,
        by_level: [
          { name: "INFO", count: 5 },
          { name: "ERROR", count: 2 },
        ],
      },
    ],
  });
});

test("figures of logs and risk are read within their period", async () => {
  const source = sourceOf([]);
  const room = new ReportRoom(source, () => NOW);
  expect(await room.logs({ date: "2024-01-03" })).toMatchObject({ format: "daybook log report 1", as_of_seq: 77 });
  expect(await room.risk({ date: "2024-01-03" })).toMatchObject({ limit_hits: 0 });
  for (const { params } of source.asked) expect(params).toMatchObject({ from: "2024-01-03 00:00:00.000000" });
});

test("what cannot be is refused by name", () => {
  const room = new ReportRoom(sourceOf([]), () => NOW);
  expect(() => room.parse({ date: "2024-01-21" })).toThrow(/date: 2024-01-21 has not begun/);
  expect(() => room.parse({ time_zone: "X/Y" })).toThrow(expect.objectContaining({ code: "DAYBOOK_REPORT_PARAMETER" }));
});

test("the day of a moment is that of the zone and close", () => {
  const room = new ReportRoom(sourceOf([]), () => NOW);
  const york = { timeZone: "America/New_York", close: "17:00" };
  expect(room.dayOf(Date.parse("2024-01-15T21:59:59Z"), york)).toBe("2024-01-15");
  expect(room.dayOf(Date.parse("2024-01-15T22:00:00Z"), york)).toBe("2024-01-16");
});
