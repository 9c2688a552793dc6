import { expect, test } from "vitest";
import { finds } from "../test-support/finds.ts";

test("a field of the record has a value", () => {
  expect(finds("symbol:*", { symbol: "BTC" })).toBe(true);
  expect(finds("symbol:*", {})).toBe(false);
  expect(finds("-symbol:*", {})).toBe(true);
  expect(finds("pid:*", { pid: 1 })).toBe(true);
  expect(finds("pid:*", {})).toBe(false);
  expect(finds("stack_trace:*", { stack_trace: ["a"] })).toBe(true);
  expect(finds("stack_trace:*", { stack_trace: [] })).toBe(false);
  expect(finds("level:*", {})).toBe(true);
  expect(finds("timestamp:[* TO *]", {})).toBe(true);
});

test("in data null is no value, and zero, false and the empty text are", () => {
  expect(finds("a:*", { data: { a: null } })).toBe(false);
  for (const a of [0, false, "", [], {}]) expect(finds("a:*", { data: { a } })).toBe(true);
  expect(finds("data:*", { data: {} })).toBe(true);
  expect(finds("data:*", {})).toBe(false);
});
