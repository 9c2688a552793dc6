import { expect, test } from "vitest";
import { MerkleError } from "./errors.ts";
import { isSafe, parseDecimal, requireSafe } from "./safe-integer.ts";

test("sizes are integers from 0 to 2^53-1", () => {
  for (const size of [0, 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1]) {
    expect(isSafe(size)).toBe(true);
    expect(() => requireSafe("a size", size)).not.toThrow();
  }
  for (const size of [-1, 0.5, 2 ** 53, 2 ** 64, Number.NaN, Infinity]) {
    expect(isSafe(size)).toBe(false);
    expect(() => requireSafe("a size", size)).toThrow(MerkleError);
  }
});

test("decimals have one spelling and stop at 2^53-1", () => {
  expect(parseDecimal("it", "0")).toBe(0);
  expect(parseDecimal("it", "9007199254740991")).toBe(2 ** 53 - 1);
  const refused = ["", "00", "01", "+1", "-1", " 1", "1 ", "1\n", "1.0", "1e3", "0x1", "١", "9007199254740992"];
  for (const text of [...refused, "9007199254740993", "9999999999999999", "1".repeat(17), "1".repeat(100_000)]) {
    expect(() => parseDecimal("it", text), text.slice(0, 20)).toThrow(MerkleError);
  }
});
