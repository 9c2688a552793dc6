import { describe, expect, test } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { event, time } from "../test-support/trading-events.ts";
import { EntryExitBook } from "./entry-exit-book.ts";
import type { Booking, Trade } from "./trade.ts";

function run(...events: TradingEvent[]) {
  const trades: Trade[] = [];
  const bookings: Booking[] = [];
  const book = new EntryExitBook({ trade: (one) => trades.push(one), booking: (one) => bookings.push(one) });
  for (const one of events) book.add(one);
  const open = book.finish();
  const booked = bookings.map(({ amount, fees }) => `${amount} ${fees}`);
  return { trades, bookings, booked, open, incomplete: book.incomplete, cancelled: book.cancelled, book };
}
const told = ({ trades }: { trades: Trade[] }) =>
  trades.map(({ id, pnl, exit_reason }) => [id, pnl, exit_reason].join(" "));

const about = { symbol: "BTC/USDT", side: "buy" } as const;
const entry = (when: string, fields: Partial<TradingEvent> = {}) =>
  event(when, "trade_entry", { ...about, quantity: "2", price: "100", fees: "0.2", ...fields });
const exit = (when: string, fields: Partial<TradingEvent> = {}) =>
  event(when, "trade_exit", { ...about, side: "sell", quantity: "2", price: "110", fees: "0.22", ...fields });
const t1 = { trade_id: "t1" };

describe("by trade_id", () => {
  test("an entry and its exit", () => {
    const result = run(
      entry("01-01 10:00", { ...t1, id: "a" }),
      exit("01-02 10:00", { ...t1, id: "b", data: { exit_reason: "roi" } }),
    );
    expect(result.trades).toMatchObject([
      {
        id: "t1",
        source: "events",
        side: "long",
        currency: "USDT",
        pnl: "19.58",
        fees_entry: "0.2",
        fees_exit: "0.22",
        exit_reason: "roi",
        entry_time: time("01-01 10:00"),
        exit_time: time("01-02 10:00"),
        event_ids: ["a", "b"],
      },
    ]);
    // The whole fees are in the booking, those of the entry too.
    expect(result.booked).toEqual(["19.58 0.42"]);
    expect(result.open).toEqual([]);
  });

  test("a scale-in, by a second entry and by an adjustment", () => {
    const result = run(
      entry("01-01", t1),
      entry("01-02", { ...t1, price: "112", fees: "0" }),
      event("01-03", "position_adjusted", { ...t1, quantity: "4", price: "94" }),
      event("01-03", "position_adjusted", { ...t1, quantity: "1", price: "5", data: { adjustment: "reduce" } }),
      event("01-03", "position_adjusted", { ...t1, data: { stop_loss: "90" } }),
      exit("01-04", { ...t1, quantity: "8", price: "110" }),
    );
    // 800 paid for eight.
    expect(result.trades).toMatchObject([{ quantity: "8", entry_price: "100", pnl: "79.58" }]);
  });

  test("partial exits are booked as they come, and add up to the trade", () => {
    const result = run(
      entry("01-01", t1),
      event("01-02", "trade_partial_exit", { ...t1, quantity: "1", price: "120", fees: "0.1" }),
      exit("01-03", { ...t1, quantity: "1", price: "90", fees: "0.1" }),
    );
    // 20 − 0.1; then −10 − 0.1 and the entry's 0.2.
    expect(result.booked).toEqual(["19.9 0.1", "-10.3 0.3"]);
    expect(told(result)).toEqual(["t1 9.6 "]);
  });

  test("reported parts are booked as reported", () => {
    const result = run(
      entry("01-01", t1),
      event("01-02", "trade_partial_exit", { ...t1, quantity: "1", price: "120", pnl: "19.8" }),
      exit("01-03", { ...t1, quantity: "1", price: "90", pnl: "-10.3" }),
    );
    expect(result.booked.map((one) => one.split(" ")[0])).toEqual(["19.8", "-10.3"]);
    expect(told(result)).toEqual(["t1 9.5 "]);
  });

  test("an exit that is smaller than the position leaves the rest open", () => {
    const result = run(entry("01-01", t1), exit("01-02", { ...t1, quantity: "1.5" }));
    expect(result.trades).toEqual([]);
    expect(result.open.map((one) => String(one.leftQuantity))).toEqual(["0.5"]);
    expect(result.booked).toEqual(["14.78 0.22"]);
  });

  test("an exit without a quantity or a price closes what there is", () => {
    expect(told(run(entry("01-01", t1), exit("01-02", { ...t1, quantity: undefined } as never)))).toEqual([
      "t1 19.58 ",
    ]);
    const bare = event("01-02", "trade_exit", { ...t1, pnl: "7" });
    const [one] = run(entry("01-01", t1), bare).trades;
    expect(one).toMatchObject({ pnl: "7", exit_price: "103.6" });
    expect(one).not.toHaveProperty("pnl_computed");
  });

  test("an exit without an entry is incomplete, and so is a second one", () => {
    const result = run(exit("01-01", { ...t1, id: "x", pnl: "5" }));
    expect(result.trades).toEqual([]);
    expect(result.incomplete).toEqual([
      {
        id: "t1",
        symbol: "BTC/USDT",
        strategy: "",
        currency: "USDT",
        timestamp: time("01-01"),
        problem: "exit without entry",
        pnl: "5",
        event_id: "x",
      },
    ]);
    const twice = run(entry("01-01", t1), exit("01-02", t1), exit("01-03", t1));
    expect([twice.trades.length, twice.incomplete.length]).toEqual([1, 1]);
  });

  test("a trade without an exit is open; one that was cancelled is counted as such", () => {
    const result = run(entry("01-01", t1), event("01-02", "trade_cancelled", { trade_id: "t2" }));
    expect(result.open.map(({ head }) => head.id)).toEqual(["t1"]);
    expect(result.cancelled).toBe(1);
  });

  test("a result that differs is kept beside the reported one", () => {
    expect(run(entry("01-01", t1), exit("01-02", { ...t1, pnl: "20" })).trades).toMatchObject([
      { pnl: "20", pnl_computed: "19.58" },
    ]);
  });

  test("an entry's fee that the exit's repeats counts once, in the booking too", () => {
    const result = run(entry("01-01", t1), exit("01-02", { ...t1, fees: "0.42", pnl: "19.58" }));
    expect(result.trades).toMatchObject([{ fees_entry: "0", fees_exit: "0.42" }]);
    expect(result.booked).toEqual(["19.58 0.42"]);
  });
});

describe("without an id", () => {
  test("the oldest of the symbol is closed first", () => {
    const result = run(
      entry("01-01", { id: "a" }),
      entry("01-02", { id: "b", price: "90" }),
      entry("01-02", { id: "c", symbol: "ETH/USDT" }),
      exit("01-03"),
      exit("01-04"),
    );
    expect(told(result)).toEqual(["a 19.58 ", "b 39.58 "]);
    expect(result.open.map(({ head }) => head.id)).toEqual(["c"]);
  });

  test("an exit that names its strategy closes one of it", () => {
    const result = run(
      entry("01-01", { id: "a", strategy: "x" }),
      entry("01-02", { id: "b", strategy: "y" }),
      exit("01-03", { strategy: "y" }),
    );
    expect(told(result)).toEqual(["b 19.58 "]);
    expect(run(entry("01-01", { id: "a", strategy: "x" }), exit("01-03", { strategy: "y" })).incomplete).toHaveLength(
      1,
    );
    expect(told(run(entry("01-01", { id: "a" }), exit("01-03", { strategy: "y" })))).toEqual(["a 19.58 "]);
    expect(told(run(entry("01-01", { id: "a", strategy: "x" }), exit("01-03")))).toEqual(["a 19.58 "]);
  });
});

describe("stops and targets", () => {
  const hit = (when: string, type = "stop_loss_hit", fields: Partial<TradingEvent> = {}) =>
    event(when, type, { ...t1, symbol: "BTC/USDT", quantity: "2", price: "95", ...fields });

  test("followed by their exit only give the reason", () => {
    expect(told(run(entry("01-01", t1), hit("01-02"), exit("01-02 00:01", { ...t1, price: "95" })))).toEqual([
      "t1 -10.42 stop_loss",
    ]);
    const said = exit("01-02 00:01", { ...t1, price: "95", data: { reason: "trailing stop" } });
    expect(told(run(entry("01-01", t1), hit("01-02"), said))).toEqual(["t1 -10.42 trailing stop"]);
  });

  test("without one close the trade", () => {
    const result = run(entry("01-01", t1), hit("01-02", "take_profit_hit", { price: "130" }));
    expect(told(result)).toEqual(["t1 59.8 take_profit"]);
    expect(result.trades[0]?.exit_time).toBe(time("01-02"));
    expect(result.open).toEqual([]);
  });

  test("that say neither size nor result close nothing", () => {
    const result = run(entry("01-01", t1), event("01-02", "stop_loss_hit", { ...t1, price: "95" }));
    expect([result.trades.length, result.open.length]).toEqual([0, 1]);
  });

  test("of which a partial exit follows leave the rest open", () => {
    const result = run(
      entry("01-01", t1),
      hit("01-02", "take_profit_hit", { quantity: "1", price: "120" }),
      event("01-02 00:01", "trade_partial_exit", { ...t1, quantity: "1", price: "120" }),
    );
    expect(result.trades).toEqual([]);
    expect(result.open.map((one) => String(one.leftQuantity))).toEqual(["1"]);
  });

  test("of a trade that nobody knows change nothing", () => {
    expect(run(hit("01-02")).incomplete).toEqual([]);
  });
});

describe("position_closed", () => {
  const whole = (when: string, fields: Partial<TradingEvent> = {}) =>
    event(when, "position_closed", {
      ...t1,
      symbol: "BTC/USDT",
      side: "long",
      quantity: "2",
      pnl: "20",
      data: { entry_price: 100, exit_price: 110, hold_time_minutes: 90 },
      ...fields,
    });

  test("closes what is open", () => {
    expect(told(run(entry("01-01", t1), whole("01-02", { data: { exit_price: 110 } })))).toEqual(["t1 20 "]);
  });

  test("tells the whole trade when nothing is", () => {
    expect(run(whole("01-02 10:00")).trades).toMatchObject([
      {
        id: "t1",
        entry_price: "100",
        exit_price: "110",
        pnl: "20",
        entry_time: time("01-02 08:30"),
        duration_ms: 5_400_000,
      },
    ]);
  });

  test("after the exit of the same trade tells nothing new", () => {
    const result = run(entry("01-01", t1), exit("01-02", t1), whole("01-02 00:01"));
    expect([result.trades.length, result.incomplete.length]).toEqual([1, 0]);
  });

  test("without the entry's price is incomplete", () => {
    expect(run(whole("01-02", { data: { exit_price: 110 } })).incomplete).toHaveLength(1);
  });
});

test("funding goes to the trade that it names, while that is open", () => {
  const book = new EntryExitBook({ trade: () => {} });
  book.add(entry("01-01", t1));
  expect([book.fund("t1", "-0.5"), book.fund("t2", "1"), book.fund(undefined, "1")]).toEqual([true, false, false]);
  book.add(exit("01-02", t1));
  expect(book.fund("t1", "1")).toBe(false);
});

test("prices on the way go to the open trades of their symbol", () => {
  const trades: Trade[] = [];
  const book = new EntryExitBook({ trade: (one) => trades.push(one) });
  book.see("BTC/USDT", 1);
  book.add(entry("01-01", t1));
  book.see("BTC/USDT", 90);
  book.see("ETH/USDT", 1);
  book.add(exit("01-02", t1));
  expect(trades).toMatchObject([{ mae: -0.1, mfe: 0 }]);
});

test("an entry without a size or a price opens nothing", () => {
  expect(run(event("01-01", "trade_entry", { ...t1, symbol: "BTC/USDT", price: "5" })).open).toEqual([]);
});
