import { expect, test } from "vitest";
import { finds } from "../test-support/finds.ts";

test("somewhere in the text, and case counts", () => {
  expect(finds("message:/time.?out/", { message: "a time-out" })).toBe(true);
  expect(finds("message:/time.?out/", { message: "a TIMEOUT" })).toBe(false);
  expect(finds("message:/(?i)time.?out/", { message: "a TIMEOUT" })).toBe(true);
  expect(finds("message:/^a$/", { message: "a b" })).toBe(false);
});

test("a dot is a line break too, spaces and slashes belong to it", () => {
  expect(finds("message:/a.b c\\/d/", { message: "a\nb c/d" })).toBe(true);
});

test("an absent field reads as the empty text", () => {
  expect(finds("symbol:/^$/", {})).toBe(true);
  expect(finds("symbol:/./", {})).toBe(false);
});

test("each line of a stack, and texts in data", () => {
  expect(finds("stack_trace:/^at run/", { stack_trace: ["at main", "at run (x)"] })).toBe(true);
  expect(finds("endpoint:/^\\/v[0-9]/", { data: { endpoint: "/v1/orders" } })).toBe(true);
});

test("an expression that makes others hang does not", () => {
  expect(finds("message:/^(a+)+$/", { message: `${"a".repeat(50_000)}b` })).toBe(false);
  expect(finds("message:/(x+x+)+y/", { message: "x".repeat(50_000) })).toBe(false);
});
