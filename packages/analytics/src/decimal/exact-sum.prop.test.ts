import fc from "fast-check";
import { expect, test } from "vitest";
import { numberOf } from "./amount.ts";
import { ExactSum } from "./exact-sum.ts";
import { ZERO, added, money, plainText, product, textOf } from "./money.ts";

/** Decimals as they come from bots: few digits, float64 noise, whole chain values, exponents. */
export const decimal = fc.oneof(
  fc
    .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 8 }))
    .map(([n, scale]) => (n / 10 ** scale).toFixed(scale)),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }).map(String),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.integer({ min: -30, max: 30 }))
    .map(([n, e]) => `${n}e${e}`),
  fc.bigInt({ min: -(10n ** 31n), max: 10n ** 31n }).map(String),
  fc.tuple(fc.nat(), fc.bigInt({ min: 0n, max: 10n ** 25n })).map(([whole, places]) => `${whole}.${places}`),
);

test("100,000 decimals add up as big.js adds them", () => {
  const sum = new ExactSum();
  let wanted = ZERO;
  for (const text of fc.sample(decimal, { numRuns: 100_000, seed: 20_240_115 })) {
    sum.add(text);
    wanted = wanted.plus(text);
  }
  expect(sum.text).toBe(textOf(wanted));
});

test("a sum does not depend on the order", () => {
  fc.assert(
    fc.property(fc.array(decimal, { maxLength: 50 }), (texts) => {
      const [one, other] = [new ExactSum(), new ExactSum()];
      for (const text of texts) one.add(text);
      for (const text of texts.toReversed()) other.add(text);
      expect(one.text).toBe(other.text);
    }),
  );
});

test("products, sums of two and plain texts are those of big.js", () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      expect(product(a, b)).toBe(textOf(money(a).times(b)));
      expect(added(a, b)).toBe(textOf(money(a).plus(b)));
      expect(numberOf(a)).toBe(Number(a));
      expect(plainText(a)).toBe(textOf(money(a)));
    }),
    { numRuns: 2_000 },
  );
});
