import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalUnits, isDecimal38 } from "./decimal-bytes.ts";

test.each([
  ["1", 10n ** 18n],
  ["-0.5", -5n * 10n ** 17n],
  ["0.000000000000000001", 1n],
  ["99999999999999999999", 99_999_999_999_999_999_999n * 10n ** 18n],
  ["1.50000000000000000000000", 15n * 10n ** 17n],
  ["1e-18", 1n],
  ["2.5E3", 2_500n * 10n ** 18n],
  ["0", 0n],
])("%s is %d units", (text, units) => {
  expect(decimalUnits(text)).toBe(units);
  expect(isDecimal38(text)).toBe(true);
});

test.each(["0.0000000000000000001", "100000000000000000000", "1e-19", "1e40", "x", "", "Infinity"])(
  "%s does not fit",
  (text) => {
    expect(decimalUnits(text)).toBeUndefined();
    expect(isDecimal38(text)).toBe(false);
  },
);

test("what fits is exact", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }), (units) => {
      const digits = (units < 0n ? -units : units).toString().padStart(19, "0");
      const text = `${units < 0n ? "-" : ""}${digits.slice(0, -18)}.${digits.slice(-18)}`;
      expect(decimalUnits(text)).toBe(units);
    }),
  );
});
