import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { MAX_PENDING } from "./limits.ts";
import { WaitingSignals } from "./waiting-signals.ts";

function at(second: number, fields: Partial<TradingEvent> = {}): TradingEvent {
  const time = new Date(Date.UTC(2026, 10, 21, 8, 0, second)).toISOString().slice(0, 19);
  return { timestamp: `${time}.000000Z`, event_type: "entry_signal", ...fields };
}

function waiting(...signals: readonly TradingEvent[]) {
  const settled: string[] = [];
  const all = new WaitingSignals((signal) => settled.push(signal.about().signal_id));
  for (const signal of signals) all.add(signal, undefined);
  const idOf = (event: TradingEvent): string | undefined => all.of(event)?.about().signal_id;
  return { all, settled, idOf };
}

describe("the signal of an event", () => {
  it("is none without signals", () => {
    const { all, settled, idOf } = waiting();
    all.finish();
    expect([idOf(at(0, { symbol: "A" })), idOf(at(0)), settled, all.settledEarly]).toEqual([
      undefined,
      undefined,
      [],
      0,
    ]);
  });

  it("is the newest of its symbol and strategy within five minutes", () => {
    const { idOf } = waiting(
      at(0, { id: "a", symbol: "A", strategy: "s" }),
      at(1, { id: "b", symbol: "A", strategy: "t" }),
    );
    expect(idOf(at(2, { symbol: "A", strategy: "s" }))).toBe("a");
    expect(idOf(at(2, { symbol: "A" }))).toBe("b");
    expect(idOf(at(301, { symbol: "A" }))).toBe("b");
    expect(idOf(at(302, { symbol: "A" }))).toBeUndefined();
    expect(idOf(at(2, { symbol: "B" }))).toBeUndefined();
  });

  it("is by id however late, and never another trade's", () => {
    const { all, idOf } = waiting(at(0, { id: "a", symbol: "A", trade_id: "t", request_id: "r" }));
    expect(idOf(at(9_999, { trade_id: "t" }))).toBe("a");
    expect(idOf(at(9_999, { request_id: "r", symbol: "A" }))).toBe("a");
    expect(idOf(at(1, { trade_id: "u", symbol: "A" }))).toBeUndefined();
    expect([all.isSame(at(1, { trade_id: "t" })), all.isSame(at(1, { symbol: "A" }))]).toEqual([true, false]);
  });

  it("is linked to its order by the order's id", () => {
    const { all, idOf } = waiting(at(0, { id: "a", symbol: "A" }));
    const signal = all.of(at(1, { symbol: "A" }));
    expect(signal).toBeDefined();
    if (signal !== undefined) all.placed(signal, at(1, { symbol: "A", order_id: "o" }));
    expect(idOf(at(9_999, { order_id: "o" }))).toBe("a");
    expect(signal?.about().hadOrder).toBe(true);
  });
});

describe("a signal that became a trade", () => {
  it("is settled no more, and what comes later is not the next one's", () => {
    const { all, settled, idOf } = waiting(at(0, { id: "a", symbol: "A", trade_id: "t" }));
    const signal = all.of(at(1, { trade_id: "t" }));
    if (signal !== undefined) all.done(signal);
    all.add(at(2, { id: "b", symbol: "A" }), undefined);
    const later = at(3, { symbol: "A", trade_id: "t" });
    expect([all.isDone(later), idOf(later), all.isSame(later)]).toEqual([true, undefined, true]);
    expect(idOf(at(3, { symbol: "A" }))).toBe("b");
    all.finish();
    all.finish();
    expect(settled).toEqual(["b"]);
  });

  it("leaves others of its request waiting", () => {
    const { all, idOf } = waiting(
      at(0, { id: "a", symbol: "A", request_id: "r" }),
      at(0, { id: "b", symbol: "B", request_id: "r" }),
    );
    const signal = all.of(at(1, { symbol: "A", request_id: "r" }));
    if (signal !== undefined) all.done(signal);
    expect([all.isDone(at(1, { request_id: "r" })), idOf(at(1, { symbol: "B", request_id: "r" }))]).toEqual([
      false,
      "b",
    ]);
  });
});

it("too many are settled early, oldest first, with short names", () => {
  const { all, settled } = waiting();
  for (let id = 0; id < MAX_PENDING + 2; id++) all.add(at(0, { id: `s${id}`, symbol: `A${id % 7}` }), undefined);
  expect([settled, all.settledEarly]).toEqual([["s0", "s1"], 2]);
  all.add(at(0, { symbol: "S".repeat(5_000) }), undefined);
  expect(all.of(at(0, { symbol: "S".repeat(5_000) }))?.symbol).toHaveLength(201);
});
