import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { STEP_KINDS, kindOf, summaryOf } from "./journal-step.ts";
import { MAX_TEXT_LENGTH } from "./limits.ts";

function event(event_type: string, fields: Partial<TradingEvent> = {}): TradingEvent {
  return { timestamp: "2026-11-21T08:00:00.000000Z", event_type, ...fields };
}

it.each([
  [event("order_partially_filled"), "partial_fill"],
  [event("heartbeat"), undefined],
  [event("heartbeat", { level: "WARNING" }), undefined],
  [event("heartbeat", { level: "CRITICAL" }), "error"],
  [event("order_filled", { level: "ERROR" }), "fill"],
  [event("constructor"), undefined],
  [event("__proto__", { level: "ERROR" }), "error"],
])("$event_type at level $level is a step or none", (one, kind) => {
  expect(kindOf(one)).toBe(kind);
});

describe("the summary of a step", () => {
  it("of an event that says nothing is its message, else its type", () => {
    for (const kind of STEP_KINDS) expect(summaryOf(kind, event("x", { message: "hello" }))).not.toBe("");
    expect(summaryOf("entry", event("trade_entry"))).toBe("trade_entry");
    expect(summaryOf("entry", event("trade_entry", { message: "in" }))).toBe("in");
    expect(summaryOf("reject", event("order_rejected", { message: "no" }))).toBe("no reason logged");
  });

  it("of an end has the price at which it ended, not that of the entry", () => {
    const prices = { entry_price: 100, exit_price: "110" };
    const about = { quantity: "2", symbol: "BTC", pnl: "20", data: { ...prices, reason: "target" } };
    expect(summaryOf("exit", event("trade_exit", about))).toBe("2 BTC at 110 result 20 target");
    expect(summaryOf("exit", event("trade_exit", { ...about, price: "109" }))).toBe("2 BTC at 109 result 20 target");
    expect(summaryOf("stop", event("stop_loss_hit", { symbol: "BTC", data: { entry_price: 100 } }))).toBe("BTC");
    expect(summaryOf("entry", event("trade_entry", { side: "SELL", data: prices }))).toBe("sell at 100");
  });

  it("of a limit says how much of it", () => {
    const hit = event("risk_limit_hit", { data: { limit_name: "heat", current_value: 0, limit_value: "0.06" } });
    expect(summaryOf("risk", hit)).toBe("heat 0 of 0.06");
    expect(summaryOf("risk", event("risk_alert"))).toBe("risk alert");
  });

  it("of a decision has zeros, and of an error the text that there is", () => {
    const decision = event("ai_decision", { status: "hold", data: { confidence: 0, threshold: 0, model: "m" } });
    expect(summaryOf("decision", decision)).toBe("hold confidence 0 threshold 0 by m");
    const error = event("api_error", { exception_type: "IOError", exception_message: "", message: "lost" });
    expect(summaryOf("error", error)).toBe("IOError lost");
  });

  it("is one short line", () => {
    const reason = "x".repeat(100_000);
    expect(summaryOf("cancel", event("order_cancelled", { data: { reason } }))).toBe(`${"x".repeat(MAX_TEXT_LENGTH)}…`);
  });
});
