import { describe, expect, test } from "vitest";
import { event } from "../test-support/trading-events.ts";
import { RepeatFilter, compareEvents } from "./event-order.ts";
import type { TradingEvent } from "./trading-event.ts";

const named = (name: string, type: string, fields: Partial<TradingEvent> = {}, when = "01-01 10:00") =>
  event(when, type, { message: name, ...fields });
const order = (events: TradingEvent[]) => events.toSorted(compareEvents).map(({ message }) => message);

describe("the order of events", () => {
  test("is that of time first", () => {
    expect(order([named("b", "trade_entry", {}, "01-02"), named("a", "trade_exit", {}, "01-01")])).toEqual(["a", "b"]);
  });

  test("within an instant: balances and prices, money, entries, fills, changes, exits", () => {
    const events = [
      named("exit", "trade_exit", { seq: 1 }),
      named("stop", "stop_loss_hit", { seq: 2 }),
      named("part", "trade_partial_exit", { seq: 3 }),
      named("more", "position_adjusted", { seq: 4 }),
      named("fill", "order_filled", { seq: 5 }),
      named("entry", "trade_entry", { seq: 6 }),
      named("deposit", "deposit", { seq: 7 }),
      named("balance", "account_balance", { seq: 8 }),
      named("price", "price", { seq: 9 }),
    ];
    expect(order(events)).toEqual(["balance", "price", "deposit", "entry", "fill", "more", "part", "stop", "exit"]);
  });

  test("then that of the journal, else of trade, order and id, numbers as numbers", () => {
    const filled = "order_filled";
    expect(order([named("b", filled, { seq: 10 }), named("a", filled, { seq: 9 })])).toEqual(["a", "b"]);
    expect(order([named("b", filled, { trade_id: "10" }), named("a", filled, { trade_id: "9" })])).toEqual(["a", "b"]);
    expect(order([named("b", filled, { order_id: "o2" }), named("a", filled, { order_id: "o1" })])).toEqual(["a", "b"]);
    expect(order([named("b", filled, { id: "y" }), named("a", filled, { id: "x" })])).toEqual(["a", "b"]);
    expect(compareEvents(event("01-01", filled), event("01-01", filled))).toBe(0);
  });
});

describe("repeats", () => {
  const seen = (events: TradingEvent[]) => {
    const filter = new RepeatFilter();
    const flags = events.map((one) => filter.isRepeat(one));
    expect(filter.repeats).toBe(flags.filter(Boolean).length);
    return flags;
  };
  const exit = named("", "trade_exit", { id: "a", trade_id: "t", pnl: "1" });

  test("are known by their id", () => {
    expect(seen([exit, exit, exit])).toEqual([false, true, true]);
    expect(seen([{ ...exit, id: "a" }, named("", "price", { id: "b" }), { ...exit, id: "a" }])).toEqual([
      false,
      false,
      true,
    ]);
  });

  test("and, where they name a trade or an order, by what they say", () => {
    expect(seen([exit, { ...exit, id: "b" }, { ...exit, id: "c", pnl: "2" }])).toEqual([false, true, false]);
    const placed = named("", "order_placed", { order_id: "o" });
    expect(seen([placed, { ...placed, id: "z" }])).toEqual([false, true]);
    for (const field of ["quantity", "price", "fees", "symbol", "side", "exchange", "order_id"]) {
      expect(seen([exit, { ...exit, id: "b", [field]: "other" }])).toEqual([false, false]);
    }
  });

  test("fills of one order without an exchange's number may be alike", () => {
    const filled = named("", "order_filled", { order_id: "o", quantity: "1", price: "5" });
    expect(seen([filled, filled])).toEqual([false, false]);
    expect(
      seen([
        { ...filled, trade_id: "1" },
        { ...filled, trade_id: "1" },
      ]),
    ).toEqual([false, true]);
    expect(
      seen([
        { ...filled, trade_id: "1" },
        { ...filled, trade_id: "2" },
      ]),
    ).toEqual([false, false]);
  });

  test("are looked for within an instant", () => {
    const later = { ...exit, timestamp: "2024-01-01T10:00:00.000001Z" };
    expect(seen([exit, exit, later, later, { ...exit, timestamp: "2024-01-01T10:00:00.000002Z" }])).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });
});
