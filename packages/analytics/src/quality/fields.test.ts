import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import * as fields from "./fields.ts";
import { MAX_TEXT_LENGTH } from "./limits.ts";

function event(data: TradingEvent["data"] & object, rest: Partial<TradingEvent> = {}): TradingEvent {
  return { timestamp: "2026-11-21T08:00:00.000000Z", event_type: "x", data, ...rest };
}

describe("the first field", () => {
  it("is one that holds what is asked for", () => {
    const one = event({ a: "", b: null, c: "0", d: 7, e: "1e400" });
    expect(fields.firstText(one, "a", "b", "d", "c")).toBe("0");
    expect(fields.firstNumber(one, "a", "b", "c", "d")).toBe(0);
    expect(fields.firstNumber(one, "e", "d")).toBe(7);
    expect(fields.firstDecimal(one, "b", "e")).toBe("1e400");
  });

  it("is none without names, data or that field", () => {
    expect(fields.firstText(event({ a: "1" }))).toBeUndefined();
    const { data: _, ...bare } = event({});
    expect([fields.firstNumber(bare, "a"), fields.firstDecimal(bare, "a"), fields.loggedMs(bare)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("a cut text", () => {
  it("has its length and an ellipsis, and no half of a character", () => {
    expect(fields.cut("")).toBe("");
    expect(fields.cut("abc", 3)).toBe("abc");
    expect(fields.cut("abcd", 3)).toBe("abc…");
    expect(fields.cut("ab😀", 3)).toBe("ab…");
    expect(fields.cut("a😀b", 3)).toBe("a😀…");
    expect(fields.cut("x".repeat(1_000_000))).toHaveLength(MAX_TEXT_LENGTH + 1);
  });
});

describe("what an event says", () => {
  it("of its time is in milliseconds", () => {
    expect(fields.loggedMs(event({ latency_us: 1_500 }))).toBe(1.5);
    expect(fields.loggedMs(event({ latency_us: 1_500, response_time: 0 }))).toBe(0);
  });

  it("of its status and reason is the plainest", () => {
    expect(fields.statusOf(event({ status: "down" }, { status: "up" }))).toBe("up");
    expect(fields.statusOf(event({ status: "down" }))).toBe("down");
    expect(fields.reasonIn(event({ reason: "", error: "late" }))).toBe("late");
    expect(fields.reasonIn(event({ reason: 5 }))).toBeUndefined();
  });

  it("of an error is the exception's text unless that is empty", () => {
    expect(fields.errorText(event({}, { exception_message: "a", message: "b" }))).toBe("a");
    expect(fields.errorText(event({}, { exception_message: "\n", message: "b" }))).toBe("b");
    expect(fields.errorText(event({}, { message: "" }))).toBeUndefined();
  });
});

it("only a decimal above zero may be divided by, and only an object has fields", () => {
  expect(["1e-18", "0", "0.0", "-1", undefined].map((text) => fields.isPositive(text))).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  expect([{}, [], null, "x", 1, undefined].map((value) => fields.isObject(value))).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
