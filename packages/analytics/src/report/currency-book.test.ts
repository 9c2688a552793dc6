import { describe, expect, test } from "vitest";
import { DayClock } from "../calendar/day-clock.ts";
import { time, trade } from "../test-support/trading-events.ts";
import type { Trade } from "../trades/trade.ts";
import { CurrencyBook } from "./currency-book.ts";
import type { BookLimits } from "./currency-book.ts";

function book(trades: Partial<Trade>[], limits: Partial<BookLimits> = {}, clock = new DayClock()): CurrencyBook {
  const one = new CurrencyBook(clock, { maxTrades: 100, compat: null, ...limits });
  for (const fields of trades) one.add(trade(fields));
  return one;
}
const keys = (groups: { rowsByKey(): { key: string; trades: number }[] }) =>
  groups.rowsByKey().map(({ key, trades }) => `${key} ${trades}`);

test("groups each trade by what it is", () => {
  const one = book([
    { symbol: "A", side: "short", exit_time: time("01-01 23:30"), strategy: "x", exit_reason: "roi" },
    { symbol: "B", exit_time: time("01-02 01:10"), strategy: "", exit_reason: "" },
    { symbol: "A", exit_time: time("01-08 01:20"), strategy: "x", exit_reason: "stop" },
  ]);
  expect([keys(one.symbols), keys(one.sides), keys(one.strategies), keys(one.exitReasons)]).toEqual([
    ["A 2", "B 1"],
    ["long 2", "short 1"],
    [" 1", "x 2"],
    [" 1", "roi 1", "stop 1"],
  ]);
  // The first and the eighth of January 2024 were Mondays.
  expect([keys(one.weekdays), keys(one.hours)]).toEqual([
    ["Monday 2", "Tuesday 1"],
    ["01 2", "23 1"],
  ]);
  expect([...one.tradesByDay].map(([day, { totals }]) => [day, totals.trades])).toEqual([
    ["2024-01-01", 1],
    ["2024-01-02", 1],
    ["2024-01-08", 1],
  ]);
});

test("days, weekdays and hours are those of the zone", () => {
  const clock = new DayClock({ timeZone: "America/New_York", close: "17:00" });
  const one = book([{ exit_time: time("01-01 21:30") }, { exit_time: time("01-01 22:30") }], {}, clock);
  expect([[...one.tradesByDay.keys()], keys(one.weekdays), keys(one.hours)]).toEqual([
    ["2024-01-01", "2024-01-02"],
    ["Monday 1", "Tuesday 1"],
    ["16 1", "17 1"],
  ]);
});

test("a day that comes back is the same day", () => {
  const one = book(["01-01", "01-02", "01-01"].map((day) => ({ exit_time: time(`${day} 12:00`) })));
  expect([...one.tradesByDay].map(([, { totals }]) => totals.trades)).toEqual([2, 1]);
});

describe("the list", () => {
  const many = Array.from({ length: 1_500 }, (_, at) => ({
    id: `t${at}`,
    exit_time: new Date(Date.UTC(2024, 0, 1) + at * 60_000).toISOString().replace("Z", "000Z"),
  }));

  test("has the newest, oldest first, and counts the others", () => {
    const { trades, leftOut } = book(many, { maxTrades: 3 }).list;
    expect([trades.map(({ id }) => id), leftOut]).toEqual([["t1497", "t1498", "t1499"], 1_497]);
  });

  test("may be empty", () => {
    expect(book(many.slice(0, 5), { maxTrades: 0 }).list).toEqual({ trades: [], leftOut: 5 });
  });

  test("is in the order of the closes", () => {
    expect(book(many.slice(0, 3).toReversed()).list.trades.map(({ id }) => id)).toEqual(["t0", "t1", "t2"]);
  });
});

test("what other tools look at is kept for them", () => {
  const trades = [
    { id: "b", pnl: "2", return: null, entry_time: time("01-01"), exit_time: time("01-03") },
    { id: "a", pnl: "1", return: 0.5, entry_time: time("01-01"), exit_time: time("01-02") },
  ];
  const [entryMs, first, second] = ["01-01", "01-02", "01-03"].map((day) => Date.parse(time(day)));
  expect(book(trades, { compat: "freqtrade" }).compatTrades).toEqual([
    { id: "a", pnl: 1, return: null, entryMs, exitMs: first },
    { id: "b", pnl: 2, return: null, entryMs, exitMs: second },
  ]);
  expect(book(trades, { compat: "backtesting.py" }).compatTrades.map(({ id, return: share }) => [id, share])).toEqual([
    ["", 0.5],
    ["", null],
  ]);
});

test("volume, time in the market, first entry and differing results", () => {
  const one = book([
    { quantity: "2", exit_price: "110", volume_entry: "200", entry_time: time("01-02"), exit_time: time("01-03") },
    { entry_time: time("01-01"), exit_time: time("01-01 12:00"), pnl_computed: "9" },
  ]);
  expect([one.volume, one.firstEntry, one.differing, one.tradeCount]).toEqual([630, time("01-01"), 1, 2]);
  expect(one.exposure).toBe(0.75);
});
