import { describe, expect, test } from "vitest";
import { drawdownSeries, largestFall, longestUnderWater, maxDrawdown } from "./drawdown.ts";

const of = (...values: number[]) => Float64Array.from(values);

describe("the deepest fall", () => {
  test("from a peak to where it was reached again", () => {
    // 1.5, 0.75, 1.5, 1.125
    expect(maxDrawdown(of(0.5, -0.5, 1, -0.25))).toEqual({ depth: -0.5, peakAt: 0, troughAt: 1, recoveredAt: 2 });
    expect([...drawdownSeries(of(0.5, -0.5, 1, -0.25))]).toEqual([0, -0.5, 0, -0.25]);
  });

  test("from the start, which is the first peak", () => {
    expect(maxDrawdown(of(-0.5, 0.5))).toEqual({ depth: -0.5, peakAt: -1, troughAt: 0, recoveredAt: null });
  });

  test("of equal ones is the first", () => {
    expect(maxDrawdown(of(-0.5, 1, -0.5, 1))).toEqual({ depth: -0.5, peakAt: -1, troughAt: 0, recoveredAt: 1 });
  });

  test("is none when nothing falls", () => {
    const none = { depth: 0, peakAt: -1, troughAt: -1, recoveredAt: null };
    expect(maxDrawdown(of())).toEqual(none);
    expect(maxDrawdown(of(0, 0.1, 0))).toEqual(none);
  });

  test("of everything is one", () => {
    expect(maxDrawdown(of(-1, 0, 0))).toEqual({ depth: -1, peakAt: -1, troughAt: 0, recoveredAt: null });
  });
});

test("the longest time under water", () => {
  expect(longestUnderWater(of(-0.1, 0.05, 0.5, -0.5, 0, 0.1, 0.1))).toBe(4);
  expect(longestUnderWater(of(0.1, 0.1))).toBe(0);
  expect(longestUnderWater(of())).toBe(0);
});

describe("the largest fall in money", () => {
  test("begins at zero, which is a peak", () => {
    expect(largestFall(of(-3, 5, -4, -1, 9))).toBe(5);
    expect(largestFall(of(-7, 1))).toBe(7);
    expect(largestFall(of())).toBe(0);
    expect(largestFall(of(1, 2))).toBe(0);
  });

  test("keeps what float64 sums lose", () => {
    const values = Float64Array.from({ length: 1_000 }, () => 0.1);
    values[999] = -99.9;
    // 999 tenths, then all of them are lost.
    expect(largestFall(values)).toBe(99.9);
    expect(largestFall(of(1e16, 1, -1e16, -1))).toBe(1e16 + 1);
  });
});
