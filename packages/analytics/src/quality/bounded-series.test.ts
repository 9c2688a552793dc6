import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BoundedSeries } from "./bounded-series.ts";

describe("a bounded series", () => {
  it("joins neighbours when it is full", () => {
    const series = new BoundedSeries(4);
    for (const [at, value] of [1, 3, 5, 7, 9, 11].entries()) series.add(`t${at}`, value);
    expect(series.figures("none")).toEqual({
      count: 6,
      first: { value: 1 },
      last: { value: 11 },
      min: { value: 1 },
      max: { value: 11 },
      mean: { value: 6 },
      values_per_point: 2,
      points: [
        { from: "t0", to: "t1", min: 1, max: 3, mean: 2, count: 2 },
        { from: "t2", to: "t3", min: 5, max: 7, mean: 6, count: 2 },
        { from: "t4", to: "t5", min: 9, max: 11, mean: 10, count: 2 },
      ],
    });
  });

  it("loses no value, whatever its length", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_000, max: 1_000 }), { maxLength: 300 }), (values) => {
        const series = new BoundedSeries(8);
        for (const [at, value] of values.entries()) series.add(String(at), value);
        const { points, count } = series.figures("none");
        expect(points.length).toBeLessThanOrEqual(8);
        expect(points.reduce((sum, point) => sum + point.count, 0)).toBe(values.length);
        expect(count).toBe(values.length);
        const total = points.reduce((sum, point) => sum + point.mean * point.count, 0);
        expect(total).toBeCloseTo(
          values.reduce((a, b) => a + b, 0),
          6,
        );
      }),
    );
  });

  it("takes no NaN", () => {
    const series = new BoundedSeries();
    series.add("t", Number.NaN);
    expect(series.figures("none").mean).toEqual({ value: null, reason: "none" });
  });
});
