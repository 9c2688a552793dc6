import { describe, expect, test } from "vitest";
import { MAX_DAYS } from "../equity/daily-series.ts";
import { compareEvents } from "../events/event-order.ts";
import type { TradingEvent } from "../events/trading-event.ts";
import { event, fill, time } from "../test-support/trading-events.ts";
import type { Trade } from "../trades/trade.ts";
import { ReportBuilder } from "./report-builder.ts";
import type { ReportOptions } from "./report-builder.ts";

function report(events: TradingEvent[], options: ReportOptions = {}) {
  const builder = new ReportBuilder(options);
  for (const one of events.toSorted(compareEvents)) builder.add(one);
  return builder.finish();
}

/** A trade of one unit that was bought at a hundred. */
function closed(id: string, from: string, to: string, pnl: string, fields: Partial<TradingEvent> = {}): TradingEvent[] {
  const about = { trade_id: id, symbol: "BTC/USDT", side: "buy", quantity: "1", ...fields };
  return [
    event(from, "trade_entry", { ...about, price: "100" }),
    event(to, "trade_exit", { ...about, price: `${100 + Number(pnl)}`, pnl }),
  ];
}
const balance = (when: string, total: string, currency = "USDT") =>
  event(when, "account_balance", { currency, data: { total } });
const history = [
  ...closed("a", "01-01 10:00", "01-01 12:00", "10"),
  ...closed("b", "01-03 10:00", "01-03 12:00", "-20"),
  ...closed("c", "01-04 10:00", "01-05 12:00", "40"),
  ...closed("d", "01-06 10:00", "01-07 12:00", "-5"),
];
const money = (days: readonly { day: string; pnl: string; equity: string | null }[]) =>
  days.map(({ day, pnl, equity }) => [day.slice(5), pnl, equity].join(" "));

describe("a history", () => {
  const one = report(history, { startingEquity: "1000" });

  test("has a row for each day from the first entry to the last exit", () => {
    expect(money(one.days)).toEqual([
      "01-01 10 1010",
      "01-02 0 1010",
      "01-03 -20 990",
      "01-04 0 990",
      "01-05 40 1030",
      "01-06 0 1030",
      "01-07 -5 1025",
    ]);
    expect(one.days[2]).toMatchObject({ trades: 1, wins: 0, losses: 1, drawdown: expect.closeTo(-20 / 1010, 14) });
  });

  test("begins with what was set, and ends where its days end", () => {
    expect(one).toMatchObject({
      currency: "USDT",
      starting_equity: "1000",
      starting_equity_from: "setting",
      ending_equity: "1025",
      logged_balance: null,
      deposits: "0",
      first_day: "2024-01-01",
      last_day: "2024-01-07",
      period: { start: null, end: null },
      notes: [],
    });
  });

  test("has figures, groups and tables of its trades", () => {
    expect(one.trades).toMatchObject({ trades: 4, wins: 2, losses: 2, pnl: "25" });
    expect(one.returns.total_return.value).toBeCloseTo(0.025, 14);
    expect(one.drawdowns).toMatchObject([
      { money: "-20", peak: "2024-01-02", trough: "2024-01-03", recovered: "2024-01-05" },
      { money: "-5", recovered: null },
    ]);
    expect(one.months).toMatchObject([{ month: "2024-01", pnl: "25", trades: 4 }]);
    expect(one.trade_list.map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
    expect(one.by_symbol).toMatchObject([{ key: "BTC/USDT", trades: 4, profit_factor: 2 }]);
    // Open for 2, 2, 26 and 26 of 146 hours.
    expect(one.exposure.value).toBeCloseTo(56 / 146, 14);
    expect(one.turnover.value).toBeCloseTo(825 / (7_085 / 7), 12);
  });
});

describe("a period in the middle of history", () => {
  const period = { start: time("01-03"), end: time("01-06") };
  const one = report(history, { startingEquity: "1000", period });

  test("counts its trades, from the equity that there was", () => {
    expect(one).toMatchObject({
      starting_equity: "1010",
      ending_equity: "1030",
      first_day: "2024-01-03",
      last_day: "2024-01-05",
    });
    expect(money(one.days)).toEqual(["01-03 -20 990", "01-04 0 990", "01-05 40 1030"]);
    expect([one.trades.trades, one.trades.pnl]).toEqual([2, "20"]);
  });

  test("knows what is open at its end", () => {
    const open = report(history, { period: { start: null, end: time("01-06 11:00") } }).open_positions;
    expect(open.map(({ id }) => id)).toEqual(["d"]);
  });

  test("that begins at noon has what came after noon", () => {
    const noon = report(history, { startingEquity: "1000", period: { start: time("01-03 12:30"), end: null } });
    expect(money(noon.days).slice(0, 2)).toEqual(["01-03 0 990", "01-04 0 990"]);
    expect([noon.starting_equity, noon.trades.pnl]).toEqual(["990", "35"]);
  });

  test("in which nothing happened has its days and its equity", () => {
    const empty = report(history, { startingEquity: "1000", period: { start: time("01-02"), end: time("01-03") } });
    expect(money(empty.days)).toEqual(["01-02 0 1010"]);
    expect(empty).toMatchObject({ currency: "USDT", starting_equity: "1010", ending_equity: "1010" });
    expect(empty.trades.trades).toBe(0);
    expect(empty.returns.sharpe).toEqual({ value: null, reason: "fewer than two returns" });
  });

  test("before everything is empty", () => {
    const early = report(history, { startingEquity: "1000", period: { start: null, end: time("01-01") } });
    expect(early).toMatchObject({ days: [], first_day: null, last_day: null, ending_equity: "1000", currency: "" });
  });

  test("that begins before everything begins with what is known", () => {
    const wide = report(history, {
      startingEquity: "1000",
      period: { start: "2023-06-01T00:00:00.000000Z", end: time("01-03") },
    });
    expect(money(wide.days)).toEqual(["01-01 10 1010", "01-02 0 1010"]);
  });

  test("beyond two hundred years is refused", () => {
    const far = { start: null, end: "2262-04-10T00:00:00.000000Z" };
    expect(() => report(history, { startingEquity: "1000", period: far })).toThrow(`are more than ${MAX_DAYS} days`);
  });
});

describe("a trading day of New York", () => {
  test("books what closes after 17:00 on the next day", () => {
    const one = report(closed("a", "03-08 10:00", "03-08 22:30", "10"), {
      startingEquity: "1000",
      convention: { time_zone: "America/New_York", close: "17:00", periods_per_year: 252 },
    });
    expect(money(one.days)).toEqual(["03-08 0 1000", "03-09 10 1010"]);
    expect(one.by_hour.map(({ key }) => key)).toEqual(["17"]);
    expect(one.convention).toMatchObject({
      time_zone: "America/New_York",
      close: "17:00",
      periods_per_year: 252,
      risk_free: 0,
    });
  });

  test("needs a zone that there is", () => {
    expect(() => new ReportBuilder({ convention: { time_zone: "Mars/Olympus" } })).toThrow(RangeError);
  });
});

describe("the starting equity", () => {
  test("is the first balance that was logged", () => {
    const one = report([balance("01-01", "500"), ...history, balance("01-07 13:00", "530")]);
    expect(one).toMatchObject({
      starting_equity: "500",
      starting_equity_from: "account_balance",
      ending_equity: "525",
      logged_balance: { timestamp: time("01-07 13:00"), total: "530", difference: "5" },
    });
  });

  test("is reckoned back from a balance that was logged after trades", () => {
    const one = report([...history, balance("01-01 13:00", "510"), balance("01-03 13:00", "490")]);
    expect(one).toMatchObject({ starting_equity: "500", ending_equity: "525" });
  });

  test("of a period goes on from the newest balance before it", () => {
    const one = report([...history, balance("01-01 13:00", "510"), balance("01-03 13:00", "700")], {
      period: { start: time("01-06"), end: null },
    });
    expect(one).toMatchObject({ starting_equity: "740", ending_equity: "735" });
  });

  test("that nobody knows leaves money, and says so of the ratios", () => {
    const one = report(history);
    expect([one.starting_equity, one.ending_equity, one.trades.pnl]).toEqual([null, null, "25"]);
    expect(one.days[0]).toMatchObject({ pnl: "10", equity: null, return: null, drawdown: null });
    expect(one.returns.sharpe).toEqual({
      value: null,
      reason: "the starting balance is not known: log account_balance or give it",
    });
    expect(one.turnover).toEqual({ value: null, reason: "no equity is known" });
    expect(one.drawdowns).toEqual([]);
  });

  test("that is used up has no returns", () => {
    expect(report(history, { startingEquity: "10" }).returns.sharpe).toEqual({
      value: null,
      reason: "the equity fell to zero or below",
    });
  });
});

test("deposits and withdrawals are equity and no return", () => {
  const one = report(
    [
      ...history,
      event("01-02", "deposit", { quantity: "1010", currency: "USDT" }),
      event("01-04", "withdrawal", { quantity: "500", currency: "USDT" }),
      event("01-04", "funding_payment", { symbol: "BTC/USDT", pnl: "-1" }),
    ],
    { startingEquity: "1000" },
  );
  expect(one).toMatchObject({ deposits: "510", ending_equity: "1534" });
  expect(one.days[2]).toMatchObject({ pnl: "-20", return: -20 / 2_020 });
  expect(one.days[3]).toMatchObject({ pnl: "-1", funding: "-1", deposits: "-500", equity: "1499" });
});

describe("several currencies", () => {
  const events = [
    ...history,
    ...closed("e", "01-01", "01-02", "0.5", { symbol: "ETH/BTC" }),
    ...closed("x", "01-01", "01-02", "3", { symbol: "GOOG" }),
  ];

  test("are not added up: that of most trades, and a note", () => {
    const one = report(events);
    expect(one.currency).toBe("USDT");
    expect(one.currencies.map(({ currency, trades, pnl }) => [currency, trades, pnl])).toEqual(
      expect.arrayContaining([
        ["USDT", 4, "25"],
        ["BTC", 1, "0.5"],
        ["", 1, "3"],
      ]),
    );
    expect(one.notes[0]).toMatch(/^Trades in other currencies are not in these figures: /);
    expect(one.notes[0]).toMatch(/without a currency/);
  });

  test("or the one that is asked for", () => {
    const one = report([...events, balance("01-01", "2", "BTC")], { currency: "BTC" });
    expect(one).toMatchObject({ currency: "BTC", starting_equity: "2", ending_equity: "2.5" });
    expect(one.trades.trades).toBe(1);
    expect(report(events, { currency: "EUR" })).toMatchObject({ currency: "EUR", days: [] });
  });
});

describe("only some symbols or strategies", () => {
  const events = [
    ...closed("a", "01-01", "01-02", "10", { strategy: "x" }),
    ...closed("b", "01-01", "01-02", "5", { symbol: "ETH/USDT", strategy: "y" }),
    event("01-03", "trade_entry", { trade_id: "o", symbol: "ETH/USDT", quantity: "1", price: "1" }),
    event("01-03", "trade_exit", { trade_id: "n", symbol: "ETH/USDT", quantity: "1", price: "1" }),
  ];

  test("have their trades, and the account's equity", () => {
    const one = report([balance("01-01", "100"), ...events], { symbols: ["BTC/USDT"] });
    expect([one.trades.pnl, one.starting_equity, one.ending_equity]).toEqual(["10", "100", "110"]);
    expect([one.open_positions.length, one.incomplete.length]).toEqual([0, 0]);
    expect(report(events, { strategies: ["y"] }).trades.pnl).toBe("5");
    expect(report(events, { strategies: ["y"], symbols: ["BTC/USDT"] }).trades.trades).toBe(0);
    expect(report(events).incomplete.map(({ id }) => id)).toEqual(["n"]);
  });

  test("a period of theirs begins with all that was earned before", () => {
    const one = report([balance("01-01", "100"), ...events], {
      symbols: ["BTC/USDT"],
      period: { start: time("01-03"), end: null },
    });
    expect(one.starting_equity).toBe("115");
  });
});

describe("what a reader must know is noted", () => {
  const notes = (events: TradingEvent[], options?: ReportOptions) => report(events, options).notes;

  test("results that differ", () => {
    const [entry, exit] = closed("a", "01-01", "01-02", "10");
    expect(notes([entry as TradingEvent, { ...(exit as TradingEvent), pnl: "11" }])).toEqual([
      "1 trade reports a result that differs from quantity × price − fees; the reported one counts, both are in the list.",
    ]);
  });

  test("repeats, fees that could not be converted, and what the list leaves out", () => {
    expect(notes([...history, ...history])).toEqual(["Events that were there twice count once: 8."]);
    const fee = { fees: "0.5", data: { fee_currency: "BNB" } };
    expect(notes([fill("01-01", "buy", "1", "5", fee)])).toEqual([
      "Fees of 0.5 BNB are in no result: no price of BNB was logged.",
    ]);
    expect(notes(history, { maxTrades: 3 })).toEqual(["The list of trades leaves out the oldest: 1."]);
  });
});

test("each closed trade of the period is handed on", () => {
  const seen: Trade[] = [];
  report(history, { onTrade: (one) => seen.push(one), period: { start: time("01-03"), end: null }, maxTrades: 1 });
  expect(seen.map(({ id }) => id)).toEqual(["b", "c", "d"]);
});

test("figures of another tool come with their reasons", () => {
  const one = report(history, { startingEquity: "1000", convention: { compat: "freqtrade" } });
  expect(one.compat?.tool).toBe("freqtrade");
  expect(one.compat?.figures.find(({ name }) => name === "days")).toMatchObject({ value: 6, ours: null });
  expect(one.compat?.figures.find(({ name }) => name === "expectancy")).toMatchObject({ value: 6.25, ours: 6.25 });
  expect(report([], { convention: { compat: "backtesting.py" } }).compat?.figures.length).toBeGreaterThan(20);
});

test("nothing at all is a report of nothing", () => {
  const one = report([]);
  expect(one).toMatchObject({
    currency: "",

    days: [],
    trade_list: [],
    first_day: null,
    ending_equity: null,
  });
  expect(JSON.parse(JSON.stringify(one))).toEqual(one);
});
