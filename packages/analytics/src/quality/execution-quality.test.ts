import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { compareEvents } from "../events/event-order.ts";
import { ExecutionQuality } from "./execution-quality.ts";
import type { ExecutionQualityResult } from "./execution-quality.ts";

let next = 0;
function at(seconds: string, event_type: string, fields: Partial<TradingEvent> = {}): TradingEvent {
  return { timestamp: `2026-11-21T08:00:${seconds}Z`, event_type, id: `e${next++}`, ...fields };
}

function run(events: readonly TradingEvent[]): ExecutionQualityResult {
  const quality = new ExecutionQuality();
  for (const event of [...events].sort(compareEvents)) quality.add(event);
  return quality.finish();
}

const about = { symbol: "BTC/USDT", strategy: "momentum", trade_id: "t1" } as const;
const order = { ...about, order_id: "o1", side: "buy" } as const;

/**
 * Wanted: 10 at a decision's price of 100. The market is at 101 when the order arrives. 4 are filled at 102 and 2 at 103;
 * the other 4 are cancelled while the price is 105. Fees 1.2.
 */
const story = [
  at("00.000000", "entry_signal", { ...about, side: "buy", price: "100" }),
  at("00.012500", "ai_decision", { ...about, data: { decision: "buy", confidence: 0.7 } }),
  at("00.014000", "price", { symbol: "BTC/USDT", price: "101" }),
  at("00.015000", "order_placed", { ...order, quantity: "10", price: "103", data: { order_type: "limit" } }),
  at("00.040000", "order_accepted", order),
  at("00.100000", "order_partially_filled", { ...order, quantity: "4", price: "102", fees: "0.8" }),
  at("00.300000", "order_partially_filled", { ...order, quantity: "2", price: "103", fees: "0.4" }),
  at("01.000000", "price", { symbol: "BTC/USDT", price: "105" }),
  at("02.000000", "order_cancelled", { ...order, data: { reason: "time limit" } }),
  at("50.000000", "price", { symbol: "BTC/USDT", price: "200" }),
];

describe("the shortfall of an order", () => {
  it("is split by hand-worked amounts that add up", () => {
    const { shortfall, slippage } = run(story);
    // delay 6·(101−100); execution 4·102 + 2·103 − 6·101; opportunity 4·(105−100), at the price when it was cancelled.
    expect(shortfall.by_currency).toEqual([
      {
        currency: "USDT",
        orders: 1,
        orders_from_arrival: 0,
        paper_value: "1000",
        delay: "6",
        execution: "8",
        opportunity: "20",
        fees: "1.2",
        total: "35.2",
        delay_bps: { value: 60 },
        execution_bps: { value: 80 },
        opportunity_bps: { value: 200 },
        fees_bps: { value: 12 },
        total_bps: { value: 352 },
      },
    ]);
    // (614/6 − 101)/101 = 8/606
    expect(slippage.bps.mean.value).toBeCloseTo((8 / 606) * 10_000, 9);
    expect(slippage.arrival_sources).toEqual({
      arrival_price: 0,
      mid_price: 0,
      price_event: 1,
      order_price: 0,
      none: 0,
    });
    expect(slippage.worst[0]).toMatchObject({ order_id: "o1", event_id: story[3]?.id });
  });

  it("has the other sign for a sale", () => {
    const sale = { ...order, side: "sell" };
    const { slippage, shortfall } = run([
      at("01", "order_placed", { ...sale, quantity: "2", data: { arrival_price: 100, mid_price: 99 } }),
      at("02", "order_filled", { ...sale, quantity: "2", price: "99.5" }),
    ]);
    expect(slippage.bps.p50).toEqual({ value: 50 });
    expect(slippage.arrival_sources.arrival_price).toBe(1);
    expect(shortfall.by_currency[0]).toMatchObject({ execution: "1", delay: "0", orders_from_arrival: 1 });
  });

  it("takes the order's price as arrival for market orders only, and no price that is old", () => {
    const price = { quantity: "1", price: "10" };
    const fill = { quantity: "1", price: "11" };
    const { slippage, shortfall } = run([
      { ...at("00", "price", { symbol: "BTC/USDT", price: "5" }), timestamp: "2026-11-21T07:54:59.999999Z" },
      at("01", "order_placed", { ...order, ...price, data: { order_type: "MARKET" } }),
      at("02", "order_filled", { ...order, ...fill }),
      at("01", "order_placed", { ...order, ...price, order_id: "o2", data: { order_type: "limit" } }),
      at("02", "order_filled", { ...order, ...fill, order_id: "o2" }),
    ]);
    expect(slippage.bps.count).toBe(1);
    expect(slippage.bps.max).toEqual({ value: 1000 });
    expect(slippage.arrival_sources).toMatchObject({ price_event: 0, order_price: 1, none: 1 });
    expect(shortfall.unmeasured).toEqual({ "no price at decision or arrival": 1 });
  });

  it("takes a logged price of the last second before the one that a market order names", () => {
    const placed = { ...order, quantity: "1", price: "10", data: { order_type: "market" } };
    const arrivals = (age: string) =>
      run([
        at(age, "price", { symbol: "BTC/USDT", price: "10.5" }),
        at("05.000000", "order_placed", placed),
        at("06.000000", "order_filled", { ...order, quantity: "1", price: "10.5" }),
      ]).slippage;
    expect(arrivals("04.000000").bps.max).toEqual({ value: 0 });
    expect(arrivals("03.999999").bps.max).toEqual({ value: 500 });
  });

  it("is exact when the price of what is left of an order is a periodic fraction", () => {
    const { shortfall } = run([
      at("01", "order_placed", { ...order, quantity: "1", data: { arrival_price: "100" } }),
      at("02", "order_partially_filled", { ...order, quantity: "0.7", price: "100" }),
      at("03", "order_filled", { ...order, quantity: "1", price: "100.01" }),
    ]);
    expect(shortfall.by_currency[0]?.execution).toBe("0.01");
  });

  it("divides by no price of zero", () => {
    const { slippage, shortfall } = run([
      at("00", "price", { symbol: "BTC/USDT", price: "0" }),
      at("01", "order_placed", { ...order, quantity: "1", price: "0", data: { order_type: "market", mid_price: 0 } }),
      at("02", "order_filled", { ...order, quantity: "1", price: "0" }),
    ]);
    expect(slippage.bps.mean).toEqual({ value: null, reason: "no filled order has an arrival price" });
    expect(shortfall.by_currency).toEqual([]);
  });

  it("does not blame the entry's signal for the exit", () => {
    const exit = { ...order, side: "sell", order_id: "o9", quantity: "6" };
    const { shortfall } = run([
      ...story,
      at("55", "order_placed", { ...exit, data: { arrival_price: "210" } }),
      at("56", "order_filled", { ...exit, price: "210" }),
    ]);
    expect(shortfall.by_currency[0]).toMatchObject({ orders: 2, orders_from_arrival: 1, delay: "6", execution: "8" });
  });

  it("converts fees of another currency at a logged price, else names them", () => {
    const fill = { ...order, quantity: "1", price: "100", fees: "0.1", data: { fee_currency: "BNB" } };
    const placed = at("01", "order_placed", { ...order, quantity: "1", data: { arrival_price: "100" } });
    expect(run([placed, at("02", "order_filled", fill)]).other_fees).toEqual({ BNB: "0.1" });
    const rate = at("00", "price", { symbol: "BNB/USDT", price: "600" });
    const converted = run([rate, placed, at("02", "order_filled", fill)]);
    expect(converted.other_fees).toEqual({});
    expect(converted.shortfall.by_currency[0]?.fees).toBe("60");
  });
});

describe("latency and ratios", () => {
  it("come from the times of the events", () => {
    const { latency, orders } = run(story);
    expect(latency.signal_to_decision_ms.p50).toEqual({ value: 12.5 });
    expect(latency.decision_to_order_ms.p50).toEqual({ value: 2.5 });
    expect(latency.signal_to_order_ms.count).toBe(0);
    expect(latency.order_to_ack_ms.p99).toEqual({ value: 25 });
    expect(latency.ack_to_fill_ms.p90).toEqual({ value: 60 });
    expect(latency.first_to_last_fill_ms.max).toEqual({ value: 200 });
    expect(latency.signal_to_fill_ms.mean).toEqual({ value: 100 });
    expect(orders).toMatchObject({ orders: 1, accepted: 1, cancelled: 1, partially_filled: 1, filled: 0 });
    expect(orders.mean_filled_share).toEqual({ value: 0.6 });
    expect(orders.cancel_reasons).toEqual([{ name: "time limit", count: 1 }]);
  });

  it("counts rejections by reason, an unfinished order as open, and reads microseconds that fills report", () => {
    const { orders, latency } = run([
      at("01", "order_placed", { ...order, quantity: "1" }),
      at("02", "order_rejected", { ...order, data: { reason: "insufficient margin" } }),
      at("03", "order_rejected", { symbol: "X" }),
      at("04", "order_placed", { ...order, order_id: "o2", quantity: "1" }),
      at("05", "order_filled", { ...order, order_id: "o3", quantity: "1", price: "1", data: { latency_us: 1500 } }),
    ]);
    expect(orders).toMatchObject({ orders: 4, rejected: 2, open: 1, filled: 1, never_placed: 2 });
    expect(orders.reject_ratio).toEqual({ value: 0.5 });
    expect(orders.reject_reasons).toEqual([
      { name: "insufficient margin", count: 1 },
      { name: "no reason logged", count: 1 },
    ]);
    expect(latency.logged_fill_ms.p50).toEqual({ value: 1.5 });
  });

  it("says so when there is nothing", () => {
    const { orders, latency, trade_success } = run([at("01", "heartbeat")]);
    expect(orders.fill_ratio).toEqual({ value: null, reason: "no orders" });
    expect(latency.order_to_fill_ms.p50.value).toBeNull();
    expect(trade_success.success_rate.reason).toBe("no execution succeeded or failed");
  });
});

describe("fills that are told twice", () => {
  const placed = at("01", "order_placed", { ...order, quantity: "10", data: { arrival_price: "100" } });
  const half = at("02", "order_partially_filled", { ...order, quantity: "4", price: "101", fees: "1" });

  it("count once when the last one tells the whole order", () => {
    const whole = at("03", "order_filled", { ...order, quantity: "10", price: "102.2", fees: "3" });
    const { shortfall, orders } = run([placed, half, whole]);
    expect(shortfall.by_currency[0]).toMatchObject({ execution: "22", fees: "3", paper_value: "1000" });
    expect(orders).toMatchObject({ filled: 1, partially_filled: 0 });
    expect(orders.mean_filled_share).toEqual({ value: 1 });
  });

  it("count once when the whole story is repeated, in the instant or later, or as trade_executed", () => {
    const rest = at("03", "order_filled", { ...order, quantity: "6", price: "101" });
    const once = run([placed, half, rest]);
    const again = run([
      placed,
      half,
      rest,
      { ...half },
      { ...rest, id: "later", timestamp: "2026-11-21T08:00:09Z" },
      at("08", "trade_executed", { ...order, quantity: "10", price: "101" }),
    ]);
    expect(again.shortfall).toEqual(once.shortfall);
    expect(again.left_out).toMatchObject({ repeated_fills: 1, repeated_events: 1 });
  });

  it("leave an order open that only a part of its executions has reached, and cancelled when it is given up", () => {
    const part = (time: string, type: string) => at(time, type, { ...order, quantity: "4", price: "101" });
    const executed = run([
      placed,
      part("02", "trade_executed"),
      at("03", "trade_executed", { ...order, status: "failed" }),
    ]);
    expect(executed.orders).toMatchObject({ open: 1, partially_filled: 1, filled: 0 });
    const cancelled = run([placed, part("02", "order_filled"), at("03", "order_cancelled", order)]);
    expect(cancelled.orders).toMatchObject({ cancelled: 1, partially_filled: 1, filled: 0 });
    expect(cancelled.orders.mean_filled_share).toEqual({ value: 0.4 });
  });

  it("find their order by the exchange's or the client's name, and take side and symbol from it", () => {
    const { orders, slippage } = run([
      at("01", "order_placed", { ...order, quantity: "1", data: { arrival_price: 100, client_order_id: "c1" } }),
      at("02", "order_accepted", { order_id: "o1", data: { exchange_order_id: "x1" } }),
      at("03", "order_filled", { order_id: "x1", quantity: "1", price: "101" }),
    ]);
    expect(orders).toMatchObject({ orders: 1, filled: 1 });
    expect(slippage.by_symbol).toMatchObject([{ name: "BTC/USDT", orders: 1, mean_bps: { value: 100 } }]);
  });
});
