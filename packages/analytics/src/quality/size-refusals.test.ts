import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { MAX_EXAMPLES, MAX_TEXT_LENGTH } from "./limits.ts";
import { SizeRefusals } from "./size-refusals.ts";

function hit(data: TradingEvent["data"] & object, fields: Partial<TradingEvent> = {}): TradingEvent {
  return { timestamp: "2026-11-21T08:00:00.000000Z", event_type: "risk_limit_hit", data, ...fields };
}

function of(...events: readonly TradingEvent[]) {
  const refusals = new SizeRefusals();
  for (const event of events) refusals.add(event);
  return refusals.figures;
}

describe("refused sizes", () => {
  it("are none in events that request none", () => {
    const figures = of(hit({}), hit({ max_allowed: 5 }), hit({ requested_size: "lots" }));
    expect(figures).toEqual({
      count: 0,
      by_symbol: [],
      symbols_left_out: { groups: 0, count: 0 },
      examples: [],
      examples_left_out: 0,
    });
  });

  it.each([
    [3, 2, 1.5],
    ["-0.5", "0.25", 2],
    [-3, -2, 1.5],
    [0, 5, 0],
    [5, 0, null],
    [0, 0, null],
    ["1e400", "1", null],
  ])("of %s of %s are %s of what is allowed", (requested_size, max_allowed, excess) => {
    expect(of(hit({ requested_size, max_allowed })).examples[0]?.excess.value).toBe(excess);
  });

  it("keep amounts as they were written, and null for those that are missing", () => {
    const { examples } = of(hit({ requested_value: "1.10", equity: "0.000000000000000001" }, { id: "e" }));
    expect(examples).toMatchObject([
      { event_id: "e", symbol: "", requested: "1.10", allowed: null, portfolio_value: "0.000000000000000001" },
    ]);
  });

  it("list the newest, and short names", () => {
    const symbol = "S".repeat(5_000);
    const events = Array.from({ length: MAX_EXAMPLES + 2 }, (_, at) => hit({ requested_size: at }, { symbol }));
    const { count, examples, examples_left_out, by_symbol } = of(...events);
    expect([count, examples.length, examples_left_out]).toEqual([MAX_EXAMPLES + 2, MAX_EXAMPLES, 2]);
    expect([examples[0]?.requested, examples.at(-1)?.requested]).toEqual(["2", String(MAX_EXAMPLES + 1)]);
    expect(by_symbol).toEqual([{ name: `${"S".repeat(MAX_TEXT_LENGTH)}…`, count: MAX_EXAMPLES + 2 }]);
    expect(examples[0]?.symbol).toHaveLength(MAX_TEXT_LENGTH + 1);
  });
});
