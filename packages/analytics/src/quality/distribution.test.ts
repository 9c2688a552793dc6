import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantile } from "../metrics/moments.ts";
import { Distribution } from "./distribution.ts";

function of(values: Iterable<number>): Distribution {
  const distribution = new Distribution();
  for (const value of values) distribution.add(value);
  return distribution;
}

describe("a distribution", () => {
  it("is exact for few values", () => {
    expect(of([4, 1, 3, 2]).spread("none")).toEqual({
      count: 4,
      mean: { value: 2.5 },
      min: { value: 1 },
      p50: { value: 2.5 },
      p90: { value: 3.7 },
      p95: { value: 3.8499999999999996 },
      p99: { value: 3.9699999999999998 },
      max: { value: 4 },
      relative_error: 0,
    });
  });

  it("has no figure without values, and takes no NaN or Infinity", () => {
    const { count, p50, max } = of([Number.NaN, Number.POSITIVE_INFINITY]).spread("none");
    expect([count, p50, max]).toEqual([0, { value: null, reason: "none" }, { value: null, reason: "none" }]);
  });

  it("is within one percent of the order statistics for many", () => {
    const values = fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { minLength: 257, maxLength: 600 });
    fc.assert(
      fc.property(values, (numbers) => {
        const sorted = Float64Array.from(numbers).sort();
        const distribution = of(numbers);
        for (const share of [0, 0.5, 0.9, 0.95, 0.99, 1]) {
          const exact = sorted[Math.floor(share * (sorted.length - 1))] as number;
          const error = Math.abs(distribution.quantile(share) - exact);
          expect(error).toBeLessThanOrEqual(0.010_001 * Math.abs(exact) + 1e-9);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("depends on the order of the values in nothing once there are many", () => {
    const values = Array.from({ length: 1_000 }, (_, at) => ((at * 7_919) % 1_000) - 500);
    const quantiles = (numbers: readonly number[]) => [0.1, 0.5, 0.99].map((share) => of(numbers).quantile(share));
    expect(quantiles(values)).toEqual(quantiles(values.toReversed()));
    expect(quantile(Float64Array.from(values), 0.99)).toBeCloseTo(quantiles(values)[2] as number, -1);
  });
});
