import { describe, expect, it } from "vitest";
import { OrderLatency } from "./order-latency.ts";
import type { OrderLife } from "./order-life.ts";
import { beginOrder } from "./order-life.ts";

const event = { timestamp: "2026-11-21T08:00:00.000000Z", event_type: "order_placed" };
const origin = { isExit: false, direction: undefined, price: undefined, sinceUs: 0 };

function life(fields: Partial<OrderLife>): OrderLife {
  const placement = { placedUs: 10_000, arrival: undefined, arrivalSource: "none", origin: undefined } as const;
  return { ...beginOrder("o", event, placement), ...fields };
}

function of(...orders: readonly OrderLife[]) {
  const latency = new OrderLatency();
  for (const order of orders) latency.addOrder(order);
  const { negative, logged_fill_ms: _, ...stages } = latency.figures;
  const found = Object.entries(stages).filter(([, { count }]) => count > 0);
  return { negative, stages: Object.fromEntries(found.map(([stage, { max }]) => [stage, max.value])) };
}

describe("the way of an order", () => {
  it("has no stage when only one end is known", () => {
    expect(of()).toEqual({ negative: 0, stages: {} });
    expect(of(life({}))).toEqual({ negative: 0, stages: {} });
    expect(new OrderLatency().figures.order_to_fill_ms.max).toEqual({ value: null, reason: "no order has both times" });
  });

  it("has each stage in milliseconds", () => {
    const times = { acceptedUs: 10_250, firstFillUs: 12_000, lastFillUs: 15_500 };
    expect(of(life({ ...times, origin: { ...origin, signalUs: 1_000, decisionUs: 3_000 } })).stages).toEqual({
      signal_to_decision_ms: 2,
      decision_to_order_ms: 7,
      order_to_ack_ms: 0.25,
      ack_to_fill_ms: 1.75,
      order_to_fill_ms: 2,
      first_to_last_fill_ms: 3.5,
      signal_to_fill_ms: 11,
    });
  });

  it("goes from signal to order without a decision, and one fill is first and last", () => {
    const straight = { ...origin, signalUs: 10_000, decisionUs: undefined };
    expect(of(life({ origin: straight, firstFillUs: 10_001, lastFillUs: 10_001 })).stages).toEqual({
      signal_to_order_ms: 0,
      order_to_fill_ms: 0.001,
      signal_to_fill_ms: 0.001,
    });
  });

  it("is in no figure when it ends before it begins, or at no time", () => {
    expect(of(life({ acceptedUs: 9_999 }))).toEqual({ negative: 1, stages: {} });
    const lost = { acceptedUs: Number.NaN, firstFillUs: Number.NaN, lastFillUs: Number.NaN };
    expect(of(life(lost))).toEqual({ negative: 0, stages: {} });
  });
});

it("a fill's own word is taken unless it is negative", () => {
  const latency = new OrderLatency();
  for (const data of [{}, { latency_ms: 0 }, { latency_us: 4_000 }, { latency_ms: -1 }])
    latency.addFill({ ...event, data });
  expect(latency.figures).toMatchObject({
    negative: 1,
    logged_fill_ms: { count: 2, max: { value: 4 }, min: { value: 0 } },
  });
});
