import { expect, test } from "vitest";
import { performanceAnalytics } from "./performance-analytics.ts";

const of = (values: number[]) =>
  performanceAnalytics({
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
  const deviation = Math.sqrt(0.6875 / 3);
  const population = Math.sqrt(0.6875 / 4);
  const density = Math.exp(-(1.644_853_626_951_472_4 ** 2) / 2) / Math.sqrt(2 * Math.PI);
  expect(of([0.5, -0.5, 0, 0.5])).toMatchObject({
    return_annualized_geometric: 0.125,
    stddev_annualized: expect.closeTo(deviation * 2, 14),
    sharpe_annualized_geometric: expect.closeTo(0.125 / (deviation * 2), 14),
    sharpe_annualized_arithmetic: expect.closeTo((0.125 / deviation) * 2, 14),
    sharpe_per_period: expect.closeTo(0.125 / deviation, 14),
    downside_deviation_full: 0.25,
    downside_deviation_subset: 0.5,
    sortino_per_period: 0.5,
    var95_gaussian: expect.closeTo(0.125 - 1.644_853_626_951_472_4 * population, 14),
    cvar95_gaussian: expect.closeTo(0.125 - (population * density) / 0.05, 14),
    kelly_full: expect.closeTo(0.125 / (0.6875 / 3), 14),
    kelly_half: expect.closeTo(0.125 / (0.6875 / 3) / 2, 14),
    ulcer_index: Math.sqrt(0.5625 / 4),
    cumulative_return: 0.125,
  });
});

test("without a loss the deviation of losses is zero", () => {
  expect(of([0.1, 0.2])).toMatchObject({ downside_deviation_subset: 0, downside_deviation_full: 0 });
});
