import { describe, expect, it } from "vitest";
import { money } from "../decimal/money.ts";
import { MAX_GROUPS } from "./limits.ts";
import type { OrderLife } from "./order-life.ts";
import { beginOrder } from "./order-life.ts";
import { OrderOutcomes } from "./order-ratios.ts";

const event = { timestamp: "2026-11-21T08:00:00.000000Z", event_type: "order_placed", quantity: "4" };

function life(fields: Partial<OrderLife>): OrderLife {
  const placement = { placedUs: 1, arrival: undefined, arrivalSource: "none", origin: undefined } as const;
  return { ...beginOrder("o", event, placement), ...fields };
}

function of(...orders: readonly OrderLife[]) {
  const outcomes = new OrderOutcomes();
  for (const order of orders) outcomes.add(order);
  return outcomes.ratios;
}

describe("what orders came to", () => {
  it("is nothing without orders", () => {
    expect(of()).toMatchObject({
      orders: 0,
      fill_ratio: { value: null, reason: "no orders" },
      mean_filled_share: { value: null, reason: "no order says its quantity" },
      cancel_reasons: [],
    });
  });

  it("is one end each, and a part beside it", () => {
    const ratios = of(
      life({ status: "filled", filled: money("4"), acceptedUs: 2 }),
      life({ status: "cancelled", filled: money("1"), reason: "late" }),
      life({ status: "cancelled", reason: "late" }),
      life({ status: "rejected", reason: "" }),
      life({ filled: money("3"), placedUs: undefined }),
    );
    expect(ratios).toMatchObject({ orders: 5, accepted: 1, filled: 1, partially_filled: 2, cancelled: 2, rejected: 1 });
    expect(ratios).toMatchObject({
      open: 1,
      never_placed: 1,
      fill_ratio: { value: 0.2 },
      cancel_ratio: { value: 0.4 },
    });
    // (1 + 0.25 + 0 + 0 + 0.75) / 5
    expect(ratios.mean_filled_share).toEqual({ value: 0.4 });
    expect(ratios.cancel_reasons).toEqual([{ name: "late", count: 2 }]);
    expect(ratios.reject_reasons).toEqual([{ name: "", count: 1 }]);
  });

  it("is never more than all, and no share of nothing", () => {
    expect(of(life({ filled: money("9"), status: "filled" })).mean_filled_share).toEqual({ value: 1 });
    const { mean_filled_share, fill_ratio } = of(life({ wanted: "0" }), life({ wanted: undefined }));
    expect([mean_filled_share.value, fill_ratio.value]).toEqual([null, 0]);
  });

  it("lists so many reasons", () => {
    const orders = Array.from({ length: 3 * MAX_GROUPS }, (_, at) => life({ status: "rejected", reason: `r${at}` }));
    expect(of(...orders).reject_reasons).toHaveLength(MAX_GROUPS);
  });
});
