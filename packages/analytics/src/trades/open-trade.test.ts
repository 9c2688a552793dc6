import { describe, expect, test } from "vitest";
import type { Direction, TradingEvent } from "../events/trading-event.ts";
import { event, time } from "../test-support/trading-events.ts";
import { OpenTrade, exitLegOf, legOf, reasonOf } from "./open-trade.ts";
import { MAX_TRADE_IDS } from "./trade.ts";

const none = event("01-01", "x");

function open(quantity: string, price: string, fees = "0", direction: Direction = 1): OpenTrade {
  const about = { symbol: "BTC/USDT", strategy: "", exchange: "", currency: "USDT" };
  const one = new OpenTrade({ id: "t", source: "events", ...about, direction, entryTime: time("01-01 10:00") });
  one.enter({ quantity, price, fees }, none);
  return one;
}

/** Closed in one go. */
function closed(one: OpenTrade, quantity: string, price: string, fees: string, pnl?: string) {
  one.exit({ quantity, price, fees }, pnl, none);
  return one.close(time("01-01 12:00"));
}

describe("the result", () => {
  test("is quantity × price − fees when none was reported", () => {
    expect(closed(open("2", "100", "0.2"), "2", "110", "0.22")).toMatchObject({ pnl: "19.58", return: 19.58 / 200 });
    expect(closed(open("2", "100", "0.2", -1), "2", "110", "0.22").pnl).toBe("-20.42");
    expect(closed(open("2", "100"), "2", "110", "0")).not.toHaveProperty("pnl_computed");
  });

  test("is what was reported, when it is that", () => {
    const one = closed(open("2", "100", "0.2"), "2", "110", "0.22", "19.58");
    expect(one.pnl).toBe("19.58");
    expect(one).not.toHaveProperty("pnl_computed");
  });

  test("within a hundredth of a basis point of the volume", () => {
    // The larger volume is 220: 0.00022 is let pass.
    expect(closed(open("2", "100"), "2", "110", "0", "20.0002")).not.toHaveProperty("pnl_computed");
    expect(closed(open("2", "100"), "2", "110", "0", "20.0003")).toMatchObject({ pnl: "20.0003", pnl_computed: "20" });
  });

  test("reported before fees is kept, and what it should be is beside it", () => {
    expect(closed(open("2", "100", "0.2"), "2", "110", "0.22", "20")).toMatchObject({
      pnl: "20",
      pnl_computed: "19.58",
      fees_entry: "0.2",
    });
  });

  test("of a bot that repeats the entry's fee in the exit's counts that once", () => {
    expect(closed(open("2", "100", "0.2"), "2", "110", "0.42", "19.58")).toMatchObject({
      pnl: "19.58",
      fees_entry: "0",
      fees_exit: "0.42",
    });
  });

  test("has the funding in it", () => {
    const paid = open("2", "100");
    paid.fund("-0.5");
    paid.fund("0.1");
    expect(closed(paid, "2", "110", "0")).toMatchObject({ pnl: "19.6", funding: "-0.4" });
    const reported = open("2", "100");
    reported.fund("-0.5");
    expect(closed(reported, "2", "110", "0", "19.5")).not.toHaveProperty("pnl_computed");
  });

  test("of what was both opened and closed: dust is not sold for nothing", () => {
    const one = open("1", "100");
    one.exit({ quantity: "0.997", price: "110", fees: "0" }, undefined, none);
    expect(one.isFlat).toBe(true);
    expect(one.close(time("01-01 12:00")).pnl).toBe("9.97");
    const more = open("1", "100");
    more.exit({ quantity: "2", price: "110", fees: "0" }, undefined, none);
    expect(more.close(time("01-01 12:00")).pnl).toBe("10");
  });

  test("is not reported when one of the exits reports none", () => {
    const one = open("2", "100");
    one.exit({ quantity: "1", price: "110", fees: "0" }, "10", none);
    expect(one.reported).toBe("10");
    one.exit({ quantity: "1", price: "90", fees: "0" }, undefined, none);
    expect(one.reported).toBeUndefined();
    expect(one.close(time("01-01 12:00"))).toMatchObject({ pnl: "0", exit_price: "100" });
  });
});

test("a position of nothing has no return and no result", () => {
  expect(closed(open("0", "100"), "0", "110", "0")).toMatchObject({ pnl: "0", return: null, entry_price: "100" });
});

test("a rest of more than half a percent is open", () => {
  const one = open("1", "100");
  one.exit({ quantity: "0.99", price: "110", fees: "0" }, undefined, none);
  expect(one.isFlat).toBe(false);
  expect(String(one.leftQuantity)).toBe("0.01");
});

test("the best and the worst on the way are shares of the entry's price", () => {
  const long = open("1", "100");
  for (const price of [120, 90]) long.see(price);
  expect(closed(long, "1", "110", "0")).toMatchObject({ mfe: 0.2, mae: -0.1 });
  const short = open("1", "100", "0", -1);
  for (const price of [120, 90]) short.see(price);
  expect(closed(short, "1", "110", "0")).toMatchObject({ mfe: 0.1, mae: -0.2 });
  const up = open("1", "100");
  up.see(105);
  expect(closed(up, "1", "110", "0")).toMatchObject({ mfe: 0.05, mae: 0 });
  expect(closed(open("1", "100"), "1", "110", "0")).toMatchObject({ mfe: null, mae: null });
});

test("a clock that went back makes no negative duration", () => {
  expect(open("1", "100").close(time("01-01 09:00")).duration_ms).toBe(0);
});

test("names so many events and orders and no more", () => {
  const one = open("1", "100");
  for (let at = 0; at < 2 * MAX_TRADE_IDS; at++) {
    one.enter({ quantity: "1", price: "100", fees: "0" }, { ...none, id: `e${at}`, order_id: `o${at >> 1}` });
  }
  expect([one.eventIds.length, one.orderIds.length]).toEqual([MAX_TRADE_IDS, MAX_TRADE_IDS]);
  expect(one.orderIds.slice(0, 2)).toEqual(["o0", "o1"]);
});

describe("parts of events", () => {
  test("need a quantity and a price", () => {
    expect(legOf(event("01-01", "x", { quantity: "-2", price: "5", fees: "1" }))).toEqual({
      quantity: "2",
      price: "5",
      fees: "1",
    });
    expect(legOf(event("01-01", "x", { quantity: "2", data: { exit_price: 5 } }))).toEqual({
      quantity: "2",
      price: "5",
      fees: "0",
    });
    expect(legOf(event("01-01", "x", { quantity: "2" }))).toBeUndefined();
    expect(legOf(event("01-01", "x", { price: "2" }))).toBeUndefined();
  });

  const exit = (fields: Partial<TradingEvent>) =>
    exitLegOf(open("2", "100", "0.2"), event("01-02", "trade_exit", fields));

  test("of an exit without a quantity: what there is", () => {
    expect(exit({ price: "110" })).toEqual({ quantity: "2", price: "110", fees: "0" });
  });

  test("of an exit without a price: at the one that makes the reported result", () => {
    // 19.58 net, and fees of 0.22 and 0.2: twenty for two.
    expect(exit({ pnl: "19.58", fees: "0.22" })).toEqual({ quantity: "2", price: "110", fees: "0.22" });
    // Half of the position bears half of the entry's fee.
    expect(exit({ pnl: "9.9", quantity: "1" })).toEqual({ quantity: "1", price: "110", fees: "0" });
    const short = exitLegOf(open("2", "100", "0", -1), event("01-02", "trade_exit", { pnl: "20" }));
    expect(short.price).toBe("90");
    expect(exit({})).toEqual({ quantity: "2", price: "100", fees: "0" });
    expect(exit({ quantity: "0", pnl: "1" }).price).toBe("100");
    expect(exitLegOf(open("0", "100"), event("01-02", "trade_exit", { quantity: "1", pnl: "1" })).price).toBe("100");
  });
});

test("the reason of an exit", () => {
  expect(reasonOf(event("01-01", "x", { data: { exit_reason: "roi", reason: "other" } }))).toBe("roi");
  expect(reasonOf(event("01-01", "x", { data: { reason: "other" } }))).toBe("other");
  expect(reasonOf(event("01-01", "x"))).toBeUndefined();
});
