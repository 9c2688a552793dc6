import { expect, test } from "vitest";
import { event } from "../test-support/trading-events.ts";
import { PriceBook } from "./price-book.ts";

const book = (...prices: [symbol: string, price: string][]) => {
  const all = new PriceBook();
  for (const [symbol, price] of prices) all.note(event("01-01", "price", { symbol, price }));
  return all;
};

test("knows the newest price", () => {
  const prices = book(["BTC/USDT", "100"], ["BTC/USDT", "101"]);
  prices.note(event("01-02", "price", { symbol: "BTC/USDT" }));
  expect(prices.of("BTC/USDT")).toBe("101");
  expect(prices.of("ETH/USDT")).toBeUndefined();
});

test.each(["BNB/USDT", "BNB-USDT", "BNB_USDT", "BNBUSDT"])("converts by the pair %s", (symbol) => {
  expect(book([symbol, "250.5"]).convert("0.02", "BNB", "USDT")).toBe("5.01");
});

test("converts by the pair the other way round", () => {
  expect(book(["USDT/BRL", "5"]).convert("12.5", "BRL", "USDT")).toBe("2.5");
  expect(book(["USDT/BRL", "3"]).convert("1", "BRL", "USDT")).toBe(`0.${"3".repeat(30)}`);
});

test("does not convert without a price, or at a price of zero", () => {
  expect(book().convert("1", "BNB", "USDT")).toBeUndefined();
  expect(book(["USDT/BNB", "0"]).convert("1", "BNB", "USDT")).toBeUndefined();
});
