import fc from "fast-check";
import { expect, test } from "vitest";
import { barScale } from "./bar-scale.ts";

test("gains go right, losses left, on one scale", () => {
  expect(barScale([30, -10, 0])).toEqual({
    zero: 0.25,
    bars: [
      { left: 0.25, width: 0.75 },
      { left: 0, width: 0.25 },
      { left: 0.25, width: 0 },
    ],
  });
});

test("nothing to draw", () => {
  expect(barScale([])).toEqual({ zero: 0, bars: [] });
  expect(barScale([0, 0]).bars).toEqual([
    { left: 0, width: 0 },
    { left: 0, width: 0 },
  ]);
});

test("property: no bar sticks out, and what is not zero is seen", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: -1e12, max: 1e12 })), (values) => {
      const { bars } = barScale(values);
      for (const [at, { left, width }] of bars.entries()) {
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left + width).toBeLessThanOrEqual(1.000_001);
        const hasSpan = values.some((value) => Math.abs(value) > 0);
        if (hasSpan && values[at] !== 0) expect(width).toBeGreaterThan(0);
      }
    }),
  );
});
