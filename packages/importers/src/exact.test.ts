import fc from "fast-check";
import { expect, test } from "vitest";
import { amountOf, isPositive, magnitude, minus, plus, quotient, signOf, times } from "./exact.ts";

test("amounts keep their text; a float64 is printed the shortest way; what is no number is none", () => {
  expect(amountOf("573.00")).toBe("573.00");
  expect(amountOf(0.1 + 0.2)).toBe("0.30000000000000004");
  expect(amountOf(9.64e-5)).toBe("0.0000964");
  for (const none of [null, undefined, "", "nan", Number.NaN, Infinity, "1,5", {}])
    expect(amountOf(none)).toBeUndefined();
});

test("products and sums are exact", () => {
  expect(times("0.001", "3.33", "29.68")).toBe("0.0988344");
  expect(plus("0.1", "0.2")).toBe("0.3");
  expect(minus("1e-18", "1")).toBe("-0.999999999999999999");
  expect(times("1", undefined)).toBeUndefined();
  expect(plus()).toBeUndefined();
});

test("quotients end, and there is none of zero", () => {
  expect(quotient("1", "3")).toBe("0.333333333333333333333333");
  expect(quotient("1", "0.0")).toBeUndefined();
});

test("an exponent as nobody trades makes no text of a million digits", () => {
  expect(times("1e9999", "1e9999")?.length).toBeLessThan(10);
  expect(signOf("-0.0")).toBe(0);
  expect(isPositive("1e-300")).toBe(true);
  expect(magnitude("-2.50")).toBe("2.50");
});

test("what is added and taken away again leaves what was", () => {
  const amount = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String);
  fc.assert(
    fc.property(amount, amount, (a, b) => {
      expect(minus(plus(a, b), b)).toBe(a);
    }),
  );
});
