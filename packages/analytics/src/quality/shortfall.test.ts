import { describe, expect, it } from "vitest";
import { money, textOf } from "../decimal/money.ts";
import type { OrderLife } from "./order-life.ts";
import { beginOrder } from "./order-life.ts";
import type { Shortfall } from "./shortfall.ts";
import { ShortfallSum, shortfallOf } from "./shortfall.ts";

const event = { timestamp: "2026-11-21T08:00:00.000000Z", event_type: "order_placed", side: "buy", quantity: "10" };
const origin = { isExit: false, direction: undefined, signalUs: 0, decisionUs: 0, price: "100", sinceUs: 0 } as const;

function life(fields: Partial<OrderLife> = {}): OrderLife {
  const placement = { placedUs: 1, arrival: "101", arrivalSource: "mid_price", origin } as const;
  return { ...beginOrder("o", event, placement), ...fields };
}

/** Six of ten bought for 615, 2 of fees. */
const part = { filled: money("6"), cost: money("615"), fees: money("2") };

function texts(found: ReturnType<typeof shortfallOf>): unknown {
  if (typeof found === "string") return found;
  const { delay, execution, opportunity, fees } = found.parts;
  return [...[delay, execution, opportunity, fees, found.paperValue].map(textOf), found.benchmark];
}

describe("the shortfall of an order", () => {
  it("is split into its parts, and they are what paper had over reality", () => {
    // 6·(101 − 100), 615 − 6·101, 4·(105 − 100); paper 10·5, real 6·105 − 615 − 2 = 13: 37 in all.
    expect(texts(shortfallOf(life(part), "105"))).toEqual(["6", "9", "20", "2", "1000", "decision"]);
    expect(texts(shortfallOf(life({ ...part, direction: -1 }), "105"))).toEqual([
      "-6",
      "-9",
      "-20",
      "2",
      "1000",
      "decision",
    ]);
  });

  it("takes the price at the order's end before the last one", () => {
    expect(texts(shortfallOf(life({ ...part, endPrice: "99" }), "105"))).toEqual([
      "6",
      "9",
      "-4",
      "2",
      "1000",
      "decision",
    ]);
  });

  it("is measured from the arrival without a decision's price, and from the decision without an arrival", () => {
    expect(texts(shortfallOf(life({ ...part, origin: undefined }), "101"))).toEqual([
      "0",
      "9",
      "0",
      "2",
      "1010",
      "arrival",
    ]);
    expect(texts(shortfallOf(life({ ...part, arrival: undefined }), "100"))).toEqual([
      "0",
      "15",
      "0",
      "2",
      "1000",
      "decision",
    ]);
  });

  it("wants what was filled when nothing else is known, and no more than that is unfilled", () => {
    expect(texts(shortfallOf(life({ ...part, wanted: undefined }), undefined))).toEqual([
      "6",
      "9",
      "0",
      "2",
      "600",
      "decision",
    ]);
    expect(texts(shortfallOf(life({ ...part, wanted: "5" }), undefined))).toMatchObject({ 2: "0", 4: "500" });
  });

  it.each<[string, Partial<OrderLife>]>([
    ["no price at decision or arrival", { origin: undefined, arrival: undefined }],
    ["no side", { direction: undefined }],
    ["no quantity", { wanted: "0" }],
    ["no quantity", { wanted: undefined }],
    ["no price for the unfilled part", part],
  ])("is not known: %s", (reason, fields) => {
    expect(shortfallOf(life(fields), undefined)).toBe(reason);
  });
});

describe("the sum", () => {
  it("of nothing has no shares", () => {
    const figures = new ShortfallSum().figures("USDT");
    expect(figures).toMatchObject({ currency: "USDT", orders: 0, total: "0", paper_value: "0" });
    expect(figures.total_bps).toEqual({ value: null, reason: "nothing was wanted" });
  });

  it("is exact, with shares of the paper's value", () => {
    const sum = new ShortfallSum();
    const one: Shortfall = {
      parts: { delay: money("0.1"), execution: money("0.2"), opportunity: money("-0.3"), fees: money("1e-18") },
      paperValue: money("100"),
      benchmark: "arrival",
    };
    sum.add(one);
    sum.add({ ...one, benchmark: "decision" });
    expect(sum.figures("")).toMatchObject({ orders: 2, orders_from_arrival: 1, execution: "0.4", paper_value: "200" });
    expect(sum.figures("")).toMatchObject({ total: "0.000000000000000002", delay_bps: { value: 10 } });
    expect(sum.figures("").opportunity_bps).toEqual({ value: -30 });
  });
});
