import { expect, test } from "vitest";
import { lineOfSide, problemCounts, problemText, sideText } from "./statement-difference.ts";

test("problems have words, unknown ones their own", () => {
  expect(problemText("missing_in_log")).toBe("In the statement, not in the log");
  expect(problemText("currency_differs")).toBe("currency differs");
  expect(problemText("constructor")).toBe("constructor");
});

test("a side is one line, without what is for machines", () => {
  const side = { order_id: "o-1", symbol: "BTC/USDT", event_id: "e", time: "12:00", quantity: "0.5", note: null };
  expect(sideText(side)).toBe("12:00 · BTC/USDT · 0.5 · order id o-1");
  expect(sideText(null)).toBeUndefined();
  expect(lineOfSide(side)).toEqual({ id: "e", timestamp: "12:00" });
  expect(lineOfSide({ refs: ["f", "g"] })).toEqual({ id: "f", timestamp: "" });
  expect(lineOfSide({ symbol: "x", refs: [] })).toBeUndefined();
  expect(sideText({ kind: "fill", time: "2024-01-02T10:20:30.123456Z", refs: ["f"] })).toBe(
    "2024-01-02 10:20:30 · fill",
  );
});

test("problems are counted, the most frequent first", () => {
  const of = (problem: string) => ({ problem, logged: null, statement: null, difference: null });
  expect(problemCounts([of("a"), of("b"), of("b")])).toEqual([
    { problem: "b", count: 2 },
    { problem: "a", count: 1 },
  ]);
});
