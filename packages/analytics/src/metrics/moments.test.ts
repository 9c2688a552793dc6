import { expect, test } from "vitest";
import {
  NORMAL_5_PERCENT,
  deviation,
  kurtosis,
  mean,
  momentKurtosis,
  momentSkew,
  quantile,
  skew,
  sum,
  those,
} from "./moments.ts";

const of = (...values: number[]) => Float64Array.from(values);

test("sums and means are rounded once", () => {
  expect(sum(Float64Array.from({ length: 10 }, () => 0.1))).toBe(1);
  expect(sum(of(1e16, 1, -1e16))).toBe(1);
  expect(mean(of(1, 2, 6))).toBe(3);
  expect(mean(of())).toBeNaN();
});

test("deviations with n and with n − 1", () => {
  expect(deviation(of(2, 4, 4, 4, 5, 5, 7, 9), 0)).toBe(2);
  expect(deviation(of(1, 3), 1)).toBe(Math.SQRT2);
  expect(deviation(of(1), 1)).toBeNaN();
});

test("quantiles lie on lines between the sorted values", () => {
  expect(quantile(of(4, 1, 3, 2), 0.5)).toBe(2.5);
  expect(quantile(of(10, 0), 0.05)).toBe(0.5);
  expect(quantile(of(7), 0.05)).toBe(7);
  expect([quantile(of(3, 1, 2), 0), quantile(of(3, 1, 2), 1)]).toEqual([1, 3]);
  expect(quantile(of(), 0.5)).toBeNaN();
});

test("skew and kurtosis, with and without the correction for bias", () => {
  // Mean 0, squares 6, cubes −6: g1 = −6/3 / (6/3)^1.5.
  expect(momentSkew(of(-2, 1, 1))).toBeCloseTo(-1 / Math.SQRT2, 14);
  expect(skew(of(-2, 1, 1))).toBeCloseTo(-Math.sqrt(3), 14);
  expect(skew(of(1, 2))).toBeNaN();
  // Fourth powers 34/4 over (10/4)², less three.
  expect(momentKurtosis(of(-2, -1, 1, 2))).toBeCloseTo(8.5 / 6.25 - 3, 14);
  expect(kurtosis(of(-2, -1, 1, 2))).toBeCloseTo((3 / 2) * (5 * (8.5 / 6.25 - 3) + 6), 14);
  expect(kurtosis(of(1, 2, 3))).toBeNaN();
});

test("the normal quantile leaves five percent below", () => {
  // Abramowitz and Stegun 26.2.17, good to 7.5e-8.
  const t = 1 / (1 + 0.231_641_9 * -NORMAL_5_PERCENT);
  const weights = [1.330_274_429, -1.821_255_978, 1.781_477_937, -0.356_563_782, 0.319_381_53];
  const polynomial = weights.reduce((value, weight) => (value + weight) * t, 0);
  expect((Math.exp((-NORMAL_5_PERCENT * NORMAL_5_PERCENT) / 2) / Math.sqrt(2 * Math.PI)) * polynomial).toBeCloseTo(
    0.05,
    7,
  );
});

test("those that satisfy a condition", () => {
  expect([...those(of(1, -1, 2), (value) => value > 0)]).toEqual([1, 2]);
});
