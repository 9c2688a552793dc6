import { describe, expect, it } from "vitest";
import { money } from "../decimal/money.ts";
import { MAX_EXAMPLES, MAX_GROUPS } from "./limits.ts";
import type { OrderLife } from "./order-life.ts";
import { beginOrder } from "./order-life.ts";
import { SlippageBook } from "./slippage.ts";

const event = { timestamp: "2026-11-21T08:00:00.000000Z", event_type: "order_placed", side: "buy", symbol: "BTC/USDT" };

/** Bought at a cost, with an arrival price of 100. */
function bought(id: string, quantity: string, cost: string, fields: Partial<OrderLife> = {}): OrderLife {
  const placement = { placedUs: 1, arrival: "100", arrivalSource: "mid_price", origin: undefined } as const;
  return { ...beginOrder(id, event, placement), filled: money(quantity), cost: money(cost), ...fields };
}

function of(...orders: readonly OrderLife[]) {
  const book = new SlippageBook();
  for (const order of orders) book.add(order);
  return { ...book.figures, leftOut: book.leftOut };
}

describe("slippage", () => {
  it("of nothing, and of orders that were not filled, is none", () => {
    const figures = of(bought("a", "0", "0"));
    expect(figures).toMatchObject({ bps: { count: 0 }, worst: [], by_symbol: [], arrival_sources: { mid_price: 0 } });
    expect(figures.value_weighted_bps).toEqual({ value: null, reason: "no filled order has an arrival price" });
  });

  it("weighs each order by its value, and groups by none", () => {
    // +100 bps of 100 and −20 bps of 300.
    const { bps, value_weighted_bps, by_symbol } = of(bought("a", "1", "101"), bought("b", "3", "299.4"));
    expect([bps.mean.value, value_weighted_bps.value]).toEqual([40, 10]);
    expect(by_symbol).toEqual([
      { name: "BTC/USDT", orders: 2, mean_bps: { value: 40 }, p50_bps: { value: 40 }, worst_bps: { value: 100 } },
    ]);
  });

  it("shows short names", () => {
    expect(of(bought("a", "1", "101", { symbol: "S".repeat(5_000) })).worst[0]?.symbol).toHaveLength(201);
  });

  it("counts where prices came from, also when there was none", () => {
    const { arrival_sources, bps } = of(
      bought("a", "1", "101"),
      bought("b", "1", "101", { arrival: undefined, arrivalSource: "none" }),
    );
    expect(arrival_sources).toEqual({ arrival_price: 0, mid_price: 1, price_event: 0, order_price: 0, none: 1 });
    expect(bps.count).toBe(1);
  });

  it("has no common weight in several currencies", () => {
    const { value_weighted_bps, bps } = of(bought("a", "1", "101"), bought("b", "1", "101", { currency: "EUR" }));
    expect(value_weighted_bps).toEqual({ value: null, reason: "orders in several currencies" });
    expect(bps.mean.value).toBe(100);
  });

  it("keeps the dearest, equal ones by id, and so many groups", () => {
    const cheap = Array.from({ length: 3 * MAX_EXAMPLES }, (_, at) =>
      bought(`c${at}`, "1", "100", { symbol: `S${at}` }),
    );
    const names = Array.from({ length: MAX_GROUPS }, (_, at) => bought(`n${at}`, "1", "99", { symbol: `N${at}` }));
    const dear = [bought("z", "1", "102"), ...cheap, ...names, bought("y", "1", "102"), bought("x", "1", "103")];
    const { worst, by_symbol, leftOut } = of(...dear);
    expect(worst.slice(0, 4).map(({ order_id, slippage_bps }) => [order_id, slippage_bps])).toEqual([
      ["x", 300],
      ["y", 200],
      ["z", 200],
      ["c0", 0],
    ]);
    expect([worst.length, by_symbol.length, leftOut.groups]).toEqual([MAX_EXAMPLES, MAX_GROUPS, 301]);
  });
});
