import { describe, expect, it } from "vitest";
import { money } from "../decimal/money.ts";
import type { OrderLife } from "./order-life.ts";
import { beginOrder, isWhole, slippageBps, wantedQuantity } from "./order-life.ts";

const event = { timestamp: "2026-11-21T08:00:00.000000Z", event_type: "order_placed", side: "SELL", quantity: "-2" };
const placement = { placedUs: 1, arrival: "100", arrivalSource: "mid_price", origin: undefined } as const;

function life(fields: Partial<OrderLife> = {}): OrderLife {
  return { ...beginOrder("o", event, placement), ...fields };
}

describe("an order begins", () => {
  it("with what its event says, and empty texts for the rest", () => {
    expect(life()).toMatchObject({
      event_id: "",
      symbol: "",
      currency: "",
      direction: -1,
      wanted: "2",
      status: "open",
    });
    expect(beginOrder("o", { ...event, symbol: "ETH/BTC", side: "?" }, placement)).toMatchObject({
      currency: "BTC",
      direction: undefined,
    });
  });

  it("with no wanted quantity when it begins with a fill: that is a part of it", () => {
    expect(beginOrder("o", event, { ...placement, placedUs: undefined }).wanted).toBeUndefined();
    expect([wantedQuantity(event), wantedQuantity({ ...event, quantity: "0" })]).toEqual(["2", "0"]);
  });
});

it("an order is whole to the last digit, or when it says so", () => {
  expect(isWhole(life({ filled: money("1.999999999999999999") }))).toBe(false);
  expect(isWhole(life({ filled: money("2.0") }))).toBe(true);
  expect(isWhole(life({ filled: money("3") }))).toBe(true);
  expect(isWhole(life({ wanted: undefined, filled: money("3") }))).toBe(false);
  expect(isWhole(life({ wanted: undefined, status: "filled" }))).toBe(true);
});

describe("slippage", () => {
  const sold = { filled: money("2"), cost: money("199") };

  it("costs a seller what is below the arrival, and a buyer what is above", () => {
    expect(slippageBps(life(sold))).toBe(50);
    expect(slippageBps(life({ ...sold, direction: 1 }))).toBe(-50);
    expect(slippageBps(life({ ...sold, cost: money("200") }))).toBe(0);
  });

  it("is not known without a fill, a side or an arrival", () => {
    expect(slippageBps(life())).toBeUndefined();
    expect(slippageBps(life({ ...sold, direction: undefined }))).toBeUndefined();
    expect(slippageBps(life({ ...sold, arrival: undefined }))).toBeUndefined();
  });
});
