import { describe, expect, test } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { event } from "../test-support/trading-events.ts";
import { FillReader } from "./fill.ts";

const about = { symbol: "BTC/USDT", side: "buy", order_id: "o1" } as const;
const partial = (quantity: string, price: string, fees: string, data: Record<string, string> = {}) =>
  event("01-01", "order_partially_filled", { ...about, quantity, price, fees, data });
const filled = (quantity: string, price: string, fees: string) =>
  event("01-01", "order_filled", { ...about, quantity, price, fees });
const placed = (quantity?: string) => event("01-01", "order_placed", { ...about, ...(quantity && { quantity }) });

function read(...events: TradingEvent[]) {
  const reader = new FillReader();
  return events
    .map((one) => reader.read(one))
    .filter((fill) => fill !== undefined)
    .map(({ quantity, price, fees }) => [quantity, price, fees].join(" "));
}

describe("an order_filled after parts", () => {
  test("that tells only its own part", () => {
    expect(read(placed("3"), partial("1", "100", "0.1"), filled("2", "103", "0.2"))).toEqual([
      "1 100 0.1",
      "2 103 0.2",
    ]);
  });

  test("that tells the whole order again at its average price leaves the rest", () => {
    // 3 at 102 on average are 306; 100 of it were the first part: 2 at 103.
    expect(read(placed("3"), partial("1", "100", "0.1"), filled("3", "102", "0.3"))).toEqual([
      "1 100 0.1",
      "2 103 0.2",
    ]);
  });

  test("of which the parts have left nothing", () => {
    expect(read(placed("3"), partial("1", "100", "0"), partial("2", "101", "0"), filled("3", "100.6", "0"))).toEqual([
      "1 100 0",
      "2 101 0",
    ]);
  });

  test("whose size is known from what the parts say is left", () => {
    const first = partial("1", "100", "0", { remaining_quantity: "2", filled_quantity: "1" });
    expect(read(first, filled("3", "102", "0"))).toEqual(["1 100 0", "2 103 0"]);
  });

  test("whose size nobody has told is a part", () => {
    expect(read(partial("1", "100", "0"), filled("3", "102", "0"))).toEqual(["1 100 0", "3 102 0"]);
    expect(read(placed(), partial("1", "100", "0"), filled("3", "102", "0"))).toEqual(["1 100 0", "3 102 0"]);
  });

  test("is the whole order when no part came, and ends it", () => {
    expect(read(placed("3"), filled("3", "102", "0"), filled("3", "102", "0"))).toEqual(["3 102 0", "3 102 0"]);
  });

  test("sales may have negative quantities", () => {
    const sale = (one: TradingEvent) => ({ ...one, side: "sell" });
    expect(read(sale(placed("3")), sale(partial("-1", "100", "0")), sale(filled("-3", "102", "0")))).toEqual([
      "1 100 0",
      "2 103 0",
    ]);
  });
});

describe("what is no execution", () => {
  const whole = filled("1", "100", "0");
  test.each([
    ["no symbol", { symbol: undefined }],
    ["no side", { side: undefined }],
    ["an unknown side", { side: "hold" }],
    ["no quantity", { quantity: undefined }],
    ["a quantity of zero", { quantity: "0.000" }],
    ["no price", { price: undefined }],
    ["a negative price", { price: "-1" }],
  ])("%s", (_name, fields) => {
    expect(read({ ...whole, ...fields } as TradingEvent)).toEqual([]);
  });

  test("a trade_executed that failed", () => {
    const executed = (status?: string) =>
      event("01-01", "trade_executed", { ...about, quantity: "1", price: "5", ...(status && { status }) });
    expect(read(executed("failed"), executed("reverted"), executed("success"), executed())).toEqual(["1 5 0", "1 5 0"]);
  });
});

describe("fees", () => {
  const reader = new FillReader();
  const fee = (fee_currency?: string, currency?: string) =>
    reader.read({
      ...filled("1", "100", "0.1"),
      ...(currency && { currency }),
      data: fee_currency === undefined ? {} : { fee_currency },
    });

  test("in the fill's currency", () => {
    expect(fee()).toMatchObject({ currency: "USDT", fees: "0.1", otherFee: undefined });
    expect(fee("USDT")).toMatchObject({ fees: "0.1", otherFee: undefined });
    expect(fee("EUR", "EUR")).toMatchObject({ currency: "EUR", fees: "0.1", otherFee: undefined });
  });

  test("in another one", () => {
    expect(fee("BNB")).toMatchObject({ fees: "0", otherFee: { currency: "BNB", amount: "0.1" } });
  });

  test("of zero are in no other currency", () => {
    const free = { ...filled("1", "100", "0"), data: { fee_currency: "BNB" } };
    expect(reader.read(free)).toMatchObject({ fees: "0", otherFee: undefined });
  });
});
