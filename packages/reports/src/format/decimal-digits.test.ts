import fc from "fast-check";
import { expect, test } from "vitest";
import { addDecimals, digitsFor, groupedDigits, rescale, unitsOf } from "./decimal-digits.ts";

test("units of decimal texts", () => {
  expect(unitsOf("-12.50")).toEqual({ units: -1250n, scale: 2 });
  expect(unitsOf("1.5e3")).toEqual({ units: 1500n, scale: 0 });
  expect(unitsOf("9.64e-05")).toEqual({ units: 964n, scale: 7 });
  for (const none of ["", "x", "1,000", "1e9999", "Infinity", "1".repeat(500)]) expect(unitsOf(none)).toBeUndefined();
});

test("halves go to the even neighbour, on both sides of zero", () => {
  const rounded = (text: string): bigint => rescale(unitsOf(text) ?? { units: 0n, scale: 0 }, 1);
  expect(["0.25", "0.35", "-0.25", "-0.35", "0.2500001"].map(rounded)).toEqual([2n, 4n, -2n, -4n, 3n]);
});

test("groups of three", () => {
  expect(groupedDigits(-123456789n, 2)).toBe("1,234,567.89");
  expect(groupedDigits(5n, 3)).toBe("0.005");
  expect(groupedDigits(1000n, 0)).toBe("1,000");
});

test("small numbers keep two significant digits", () => {
  const digits = (text: string): number => digitsFor(unitsOf(text) ?? { units: 0n, scale: 0 }, 2);
  expect(
    ["0", "1.23456", "0.123456", "0.0123456", "0.000123456", "0.00004", "0.00000000000000022"].map(digits),
  ).toEqual([2, 2, 2, 3, 5, 5, 2]);
});

test("sums are exact", () => {
  expect(addDecimals("0.1", "0.2")).toBe("0.3");
  expect(addDecimals("-1.5", "1.50")).toBe("0");
  expect(addDecimals("-0.25", "0.2")).toBe("-0.05");
  expect(addDecimals("x", "7")).toBe("7");
  const cents = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
  const text = (value: bigint): string => `${value < 0n ? "-" : ""}${groupedDigits(value, 2).replaceAll(",", "")}`;
  fc.assert(
    fc.property(cents, cents, (a, b) => {
      const sum = unitsOf(addDecimals(text(a), text(b)));
      expect(sum === undefined ? undefined : rescale(sum, 2)).toBe(a + b);
    }),
  );
});
