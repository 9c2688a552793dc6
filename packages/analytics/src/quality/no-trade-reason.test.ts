import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { MAX_TEXT_LENGTH } from "./limits.ts";
import { reasonOf } from "./no-trade-reason.ts";

function reason(event_type: string, fields: Partial<TradingEvent> = {}): string | undefined {
  return reasonOf({ timestamp: "2026-11-21T08:00:00.000000Z", event_type, ...fields })?.reason;
}

describe("the reason for no trade", () => {
  it.each([
    ["price", {}],
    ["ai_decision", { data: { decision: "buy" } }],
    ["position_size_calculated", {}],
    ["position_size_calculated", { quantity: "0.00000001" }],
  ])("is not in %s %o", (type, fields) => {
    expect(reason(type, fields)).toBeUndefined();
  });

  it.each([
    [{ quantity: "0.000" }, "position_size_zero"],
    [{ data: { size: "-0" } }, "position_size_zero"],
  ])("is a size of zero, however it is written: %o", (fields, expected) => {
    expect(reason("position_size_calculated", fields)).toBe(expected);
  });

  it.each([
    ["read timed out", "timeout"],
    ["ReadTimeoutError", "timeout"],
    ["connect ETIMEDOUT 10.0.0.1:443", "timeout"],
    ["context deadline exceeded", "timeout"],
    ["bad runtime output", "api_error"],
    ["no lifetime route", "api_error"],
    ["", "api_error"],
  ])("of the error %j is %s", (message, expected) => {
    expect(reason("api_error", { message })).toBe(expected);
  });

  it("of an error is also in its status, however long the message", () => {
    expect(reason("api_error", { message: "x".repeat(100_000), status: "timeout" })).toBe("timeout");
    expect(reason("api_error", { exception_message: "", message: "timed out" })).toBe("timeout");
  });

  it.each([
    ["max_daily_trades", "risk_limit"],
    ["max_daily_loss", "daily_loss"],
    ["min_notional", "position_size_zero"],
    ["trade_cooldown", "cooldown"],
    ["positions_per_symbol", "position_open"],
    ["trading halted", "market_closed"],
    ["open_positions", "risk_limit"],
  ])("of the limit %s is %s", (limit_name, expected) => {
    expect(reason("risk_limit_hit", { data: { limit_name } })).toBe(expected);
  });
});

it("a found reason has a short detail, an id and a weight", () => {
  const about = { timestamp: "2026-11-21T08:00:00.000000Z", event_type: "order_cancelled" };
  expect(reasonOf(about)).toEqual({ reason: "order_cancelled", detail: "", event_id: "", weight: 2 });
  const found = reasonOf({ ...about, id: "e", data: { reason: "y".repeat(100_000) } });
  expect([found?.event_id, found?.detail]).toEqual(["e", `${"y".repeat(MAX_TEXT_LENGTH)}…`]);
  const hold = { decision: "hold", confidence: 0.5, threshold: 0.5 };
  expect(reasonOf({ ...about, event_type: "ai_decision", data: hold })?.detail).toBe("confidence 0.5 not below 0.5");
});
