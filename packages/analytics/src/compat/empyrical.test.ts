import { expect, test } from "vitest";
import { empyrical } from "./empyrical.ts";

const of = (values: number[]) =>
  empyrical({
    returns: Float64Array.from(values),
    trades: [],
    periodsPerYear: 4,
    riskFree: 0,
    start: Number.NaN,
    firstMs: 0,
    lastMs: 0,
    equity: [],
  });

test("worked by hand", () => {
  expect(of([0.5, -0.5, 0, 0.5])).toMatchObject({
    cum_return: 0.125,
    cagr: 0.125,
    max_drawdown: -0.5,
    calmar: 0.25,
    downside_risk_ann: 0.5,
    var95_historical: expect.closeTo(-0.425, 14),
    cvar95_historical: -0.5,
    omega_0: 2,
    tail_ratio: expect.closeTo(0.5 / 0.425, 14),
  });
});

test("its tail is a number of lowest returns, rounded down, and one more", () => {
  // 0.05 × 40 are two: three of forty-one.
  const values = Array.from({ length: 41 }, (_, at) => at / 100);
  expect(of(values)["cvar95_historical"]).toBeCloseTo(0.01, 15);
});

test("steady growth is stable, and there and back is not", () => {
  expect(of([0.1, 0.1, 0.1, 0.1])["stability"]).toBeCloseTo(1, 12);
  // Logs 0, 1, 1, 0 about a line: no slope.
  expect(of([0, Math.E - 1, 0, 1 / Math.E - 1])["stability"]).toBeCloseTo(0, 12);
});
