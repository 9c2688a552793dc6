import { describe, expect, test } from "vitest";
import { event } from "../test-support/trading-events.ts";
import {
  currencyOf,
  dataDecimal,
  dataNumber,
  dataText,
  directionOf,
  isDone,
  positionDirection,
  quoteCurrency,
} from "./trading-event.ts";

test("reads what data holds, and nothing of another type", () => {
  const one = event("01-01", "x", {
    data: { text: "a", empty: "", number: 1.5, price: "1e-5", odd: "abc", none: null },
  });
  expect([dataText(one, "text"), dataText(one, "empty"), dataText(one, "number"), dataText(one, "missing")]).toEqual([
    "a",
    undefined,
    undefined,
    undefined,
  ]);
  expect([
    dataDecimal(one, "price"),
    dataDecimal(one, "number"),
    dataDecimal(one, "odd"),
    dataDecimal(one, "none"),
  ]).toEqual(["1e-5", "1.5", undefined, undefined]);
  expect([
    dataNumber(one, "number"),
    dataNumber(one, "price"),
    dataNumber(one, "odd"),
    dataNumber(one, "empty"),
  ]).toEqual([1.5, 0.00001, undefined, undefined]);
});

test.each([
  ["buy", 1],
  ["LONG", 1],
  ["b", 1],
  ["bid", 1],
  ["buy_to_cover", 1],
  ["Sell", -1],
  ["short", -1],
  ["s", -1],
  ["ask", -1],
  ["sell_short", -1],
  ["hold", undefined],
  [undefined, undefined],
])("side %s is %s", (side, direction) => {
  expect(directionOf(side)).toBe(direction);
});

test("a position goes the way that it says, else that of its order", () => {
  expect(positionDirection(event("01-01", "trade_entry", { side: "sell" }))).toBe(-1);
  expect(positionDirection(event("01-01", "trade_entry", { side: "buy", data: { position_side: "short" } }))).toBe(-1);
});

describe("currencies", () => {
  test.each([
    ["ETH/BTC", "BTC"],
    ["BTC-USDT", "USDT"],
    ["BTC_USD", "USD"],
    ["SOL/USDT:USDT", "USDT"],
    ["BTC/USD:BTC", "BTC"],
    ["BTCUSDT", "USDT"],
    ["BTCFDUSD", "FDUSD"],
    ["ETHBTC", "BTC"],
    ["GOOG", undefined],
    ["USDT", undefined],
    ["ES-202406", undefined],
    ["BRK-B", undefined],
    [undefined, undefined],
  ])("of %s is %s", (symbol, currency) => {
    expect(quoteCurrency(symbol)).toBe(currency);
  });

  test("what the event says comes first", () => {
    expect(currencyOf(event("01-01", "trade_exit", { symbol: "BTC/USDT", currency: "EUR" }))).toBe("EUR");
    expect(currencyOf(event("01-01", "trade_exit", { symbol: "GOOG" }))).toBe("");
  });
});

test.each([
  [undefined, true],
  ["filled", true],
  ["success", true],
  ["failed", false],
  ["REJECTED", false],
  ["reverted", false],
  ["pending", false],
])("status %s: done %s", (status, done) => {
  expect(isDone(event("01-01", "trade_executed", status === undefined ? {} : { status }))).toBe(done);
});
