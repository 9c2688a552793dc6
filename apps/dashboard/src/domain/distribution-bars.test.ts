import { expect, test } from "vitest";
import { binFilter, distributionBars, zeroPlace } from "./distribution-bars.ts";

const BINS = [
  { from: -10, to: 0, trades: 2 },
  { from: 0, to: 10, trades: 0 },
  { from: 10, to: 20, trades: 800 },
  { from: 20, to: 30, trades: 400 },
];

test("bars stand on the ground, and the smallest is still seen", () => {
  const bars = distributionBars(BINS);
  expect(bars.map(({ x }) => x)).toEqual([0, 250, 500, 750]);
  expect(bars.map(({ height }) => height)).toEqual([1.5, 0, 100, 50]);
  expect(bars.map(({ y, height }) => y + height)).toEqual([100, 100, 100, 100]);
  expect(bars.map(({ sign }) => sign)).toEqual(["loss", "gain", "gain", "gain"]);
  expect(distributionBars([{ from: -1, to: 1, trades: 1 }])[0]?.sign).toBe("flat");
  expect(distributionBars([])).toEqual([]);
});

test("zero has a place only between losses and gains", () => {
  expect(zeroPlace(BINS)).toBe(0.25);
  expect(zeroPlace(BINS.slice(1))).toBeUndefined();
  expect(zeroPlace([])).toBeUndefined();
});

test("a bin's lines: the first bound included, the second only in the last", () => {
  expect(binFilter({ from: -0.5, to: 1e21, trades: 1 }, false)).toBe("pnl:[-0.5 TO 1e+21}");
  expect(binFilter({ from: 0, to: 2, trades: 1 }, true)).toBe("pnl:[0 TO 2]");
});
