import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { microsOf } from "./instant.ts";
import { MAX_PENDING } from "./limits.ts";
import { Origins, decidedDirection, idKeys } from "./origins.ts";

function at(second: number, event_type: string, fields: Partial<TradingEvent> = {}): TradingEvent {
  const time = new Date(Date.UTC(2026, 10, 21, 8, 0, second)).toISOString().slice(0, 19);
  return { timestamp: `${time}.000000Z`, event_type, ...fields };
}

function after(...events: readonly TradingEvent[]): Origins {
  const origins = new Origins();
  for (const event of events) origins.add(event);
  return origins;
}

const order = (second: number, fields: Partial<TradingEvent> = {}) =>
  at(second, "order_placed", { symbol: "A", ...fields });

describe("where an order came from", () => {
  it("is nowhere without a signal", () => {
    expect(after().of(order(1), 1)).toBeUndefined();
    expect(new Origins().add(at(0, "price", { symbol: "A" }))).toBe(false);
  });

  it("is the newest signal of its symbol within five minutes", () => {
    const origins = after(at(0, "entry_signal", { symbol: "A" }), at(10, "entry_signal", { symbol: "A" }));
    expect(origins.of(order(310), 1)?.signalUs).toBe(microsOf("2026-11-21T08:00:10Z"));
    expect(origins.of(order(311), 1)).toBeUndefined();
    expect(origins.of(order(20, { symbol: "B" }), 1)).toBeUndefined();
  });

  it("is no signal in the other direction, and none for what takes back", () => {
    const origins = after(at(0, "entry_signal", { symbol: "A", data: { type: "LONG_breakout" } }));
    expect(origins.of(order(1), 1)?.direction).toBe(1);
    expect(origins.of(order(1), -1)).toBeUndefined();
    expect(origins.of(order(1, { data: { reduce_only: true } }), 1)).toBeUndefined();
    const exits = after(at(0, "stop_loss_hit", { symbol: "A", side: "long" }));
    expect(exits.of(order(1, { data: { reduce_only: true } }), -1)?.isExit).toBe(true);
  });

  it("is by id however late, and a decision adds its own", () => {
    const origins = after(
      at(0, "entry_signal", { symbol: "A", request_id: "r", price: "99" }),
      at(1, "ai_decision", { request_id: "r", trade_id: "t", data: { decision: "BUY", decision_price: "0" } }),
      at(2, "ai_decision", { request_id: "r", price: "98", data: { decision_price: "0" } }),
    );
    const origin = origins.of(order(3_600, { trade_id: "t" }), 1);
    expect(origin).toMatchObject({ direction: 1, price: "98", decisionUs: microsOf("2026-11-21T08:00:01Z") });
    expect(origins.of(order(3), 1)).toBeUndefined();
  });
});

describe("what is remembered", () => {
  it("is bounded, and a new signal of an old symbol is new", () => {
    const origins = after(at(0, "entry_signal", { symbol: "A" }), at(0, "entry_signal", { symbol: "B" }));
    for (let id = 2; id < MAX_PENDING; id++) origins.add(at(1, "entry_signal", { trade_id: String(id) }));
    expect(origins.forgotten).toBe(0);
    origins.add(at(2, "entry_signal", { symbol: "A" }));
    origins.add(at(2, "entry_signal", { trade_id: "last" }));
    expect(origins.forgotten).toBe(1);
    expect(origins.of(order(3), 1)?.sinceUs).toBe(microsOf("2026-11-21T08:00:02Z"));
    expect(origins.of(order(3, { symbol: "B" }), 1)).toBeUndefined();
  });
});

it.each([
  ["go_long", 1],
  ["SELL!", -1],
  ["S", -1],
  [" b ", 1],
  ["hold: it's calm", undefined],
  ["let's wait", undefined],
  ["hold", undefined],
])("the decision %j has the direction %s", (decision, expected) => {
  expect(decidedDirection(at(0, "ai_decision", { data: { decision } }))).toBe(expected);
});

it("ids of trade and request are never taken for each other", () => {
  expect(idKeys(at(0, "x", { trade_id: "1", request_id: "1" }))).toEqual(["t1", "r1"]);
  expect(idKeys(at(0, "x"))).toEqual([]);
});
