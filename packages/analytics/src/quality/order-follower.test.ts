import { describe, expect, it } from "vitest";
import { textOf } from "../decimal/money.ts";
import type { TradingEvent } from "../events/trading-event.ts";
import { MAX_CURRENCIES, MAX_ORDERS } from "./limits.ts";
import { OrderFollower } from "./order-follower.ts";
import type { OrderLife } from "./order-life.ts";

function at(second: number, event_type: string, fields: Partial<TradingEvent> = {}): TradingEvent {
  const time = new Date(Date.UTC(2026, 10, 21, 8, 0, second)).toISOString().slice(0, 19);
  return { timestamp: `${time}.000000Z`, event_type, ...fields };
}

function follow(...events: readonly TradingEvent[]) {
  const orders: OrderLife[] = [];
  const last: (string | undefined)[] = [];
  const follower = new OrderFollower((order, price) => {
    orders.push(order);
    last.push(price);
  });
  for (const event of events) follower.add(event);
  follower.finish();
  return { orders, last, follower, order: orders[0] };
}

const placed = { order_id: "o", symbol: "BTC/USDT", side: "buy", quantity: "2", price: "100" };

describe("an order's end", () => {
  it("is none without events, and open without one", () => {
    expect(follow().orders).toEqual([]);
    const { orders, last } = follow(at(0, "order_placed", placed), at(1, "order_placed", { ...placed, quantity: "9" }));
    expect(orders).toMatchObject([{ status: "open", wanted: "2", reason: "" }]);
    expect(last).toEqual([undefined]);
  });

  it("is told once: a second fill of what is whole is a repeat", () => {
    const fill = { ...placed, fees: "0.5" };
    const { order, follower } = follow(
      at(0, "order_placed", placed),
      at(1, "order_filled", fill),
      at(1, "order_filled", fill),
      at(2, "trade_executed", fill),
      at(3, "order_cancelled", { order_id: "o" }),
    );
    expect([order?.status, order && textOf(order.filled), order && textOf(order.fees)]).toEqual(["filled", "2", "0.5"]);
    expect(follower.repeatedFills).toBe(1);
  });

  it("may come under another name, and without symbol or side", () => {
    const { orders, order } = follow(
      at(0, "order_placed", { ...placed, data: { client_order_id: "c" } }),
      at(1, "order_accepted", { order_id: "o", data: { exchange_order_id: "x" } }),
      at(2, "order_partially_filled", { order_id: "x", quantity: "0.5", price: "101" }),
      at(3, "order_cancelled", { data: { client_order_id: "c" } }),
    );
    expect(orders).toHaveLength(1);
    expect(order).toMatchObject({ order_id: "o", status: "cancelled", reason: "no reason logged", endPrice: "101" });
    expect(order && textOf(order.cost)).toBe("50.5");
  });

  it("makes an order of what was never placed, but not of what cannot be read", () => {
    const { orders, follower } = follow(
      at(0, "order_rejected", { order_id: "r", quantity: "-3" }),
      at(1, "order_filled", { order_id: "f" }),
      at(2, "order_filled", { ...placed, quantity: "0" }),
      at(3, "order_cancelled"),
    );
    expect(orders).toMatchObject([{ order_id: "r", placedUs: undefined, wanted: "3", status: "rejected" }]);
    expect(follower.unreadableFills).toBe(2);
  });
});

describe("the price that an order meets", () => {
  const price = (second: number, value: string) => at(second, "price", { symbol: "BTC/USDT", price: value });
  const arrival = (...events: readonly TradingEvent[]) => {
    const { order } = follow(...events);
    return [order?.arrival, order?.arrivalSource];
  };

  it("is what the order says, else the newest, unless that is old or none", () => {
    const named = { ...placed, data: { arrival_price: "0", mid_price: "99" } };
    expect(arrival(price(0, "98"), at(1, "order_placed", named))).toEqual(["99", "mid_price"]);
    expect(arrival(price(0, "98"), at(300, "order_placed", placed))).toEqual(["98", "price_event"]);
    expect(arrival(price(0, "98"), at(301, "order_placed", placed))).toEqual([undefined, "none"]);
    expect(arrival(price(0, "0"), at(1, "order_placed", placed))).toEqual([undefined, "none"]);
  });

  it("of a market order is its own when the log's is older than a second", () => {
    const market = { ...placed, data: { order_type: "MARKET" } };
    expect(arrival(price(0, "98"), at(1, "order_placed", market))).toEqual(["98", "price_event"]);
    expect(arrival(price(0, "98"), at(2, "order_placed", market))).toEqual(["100", "order_price"]);
  });
});

describe("what is remembered", () => {
  it("is bounded: the first order is settled as it stands", () => {
    const events = Array.from({ length: MAX_ORDERS + 1 }, (_, id) =>
      at(0, "order_placed", { ...placed, order_id: `o${id}` }),
    );
    const { orders, order, follower } = follow(...events);
    expect([orders.length, order?.order_id, order?.status, follower.settledEarly]).toEqual([
      MAX_ORDERS + 1,
      "o0",
      "open",
      1,
    ]);
  });

  it("of fees in other currencies is converted, else summed exactly, of so many currencies", () => {
    const fill = (id: number, fee_currency: string) =>
      at(2, "order_filled", { ...placed, order_id: `o${id}`, fees: "0.1", data: { fee_currency } });
    const names = Array.from({ length: MAX_CURRENCIES + 5 }, (_, id) => fill(id, `C${id}`));
    const { orders, follower } = follow(
      at(1, "price", { symbol: "BNB/USDT", price: "600" }),
      fill(-1, "BNB"),
      ...names,
      fill(-2, "C0"),
    );
    expect(orders.map(({ fees }) => textOf(fees)).slice(0, 2)).toEqual(["60", "0"]);
    expect([follower.otherFees.size, follower.otherFees.get("C0")]).toEqual([MAX_CURRENCIES, "0.2"]);
  });
});
