import { expect, test } from "vitest";
import { quantstats } from "./quantstats.ts";

const input = (values: number[], riskFree = 0) => ({
  returns: Float64Array.from(values),
  trades: [],
  periodsPerYear: 4,
  riskFree,
  start: Number.NaN,
  firstMs: 0,
  lastMs: 0,
  equity: [],
});

test("worked by hand", () => {
  // Equity 1.5, 0.75, 0.75, 1.125.
  const deviation = Math.sqrt(0.6875 / 3);
  const gaussian = 0.125 - 1.644_853_626_951_472_4 * deviation;
  expect(quantstats(input([0.5, -0.5, 0, 0.5]))).toMatchObject({
    comp_return: 0.125,
    cagr: 0.125,
    max_drawdown: -0.5,
    win_rate: 2 / 3,
    profit_factor: 2,
    payoff_ratio: 1,
    kelly: expect.closeTo(1 / 3, 14),
    avg_return_nonzero: 0.5 / 3,
    expected_return_geometric: 1.125 ** 0.25 - 1,
    var95_gaussian: expect.closeTo(gaussian, 14),
    // No return is below it: the value at risk itself.
    cvar95_below_gaussian_var: expect.closeTo(gaussian, 14),
    gain_to_pain: 1,
    consecutive_wins: 1,
    consecutive_losses: 1,
    ulcer_index: Math.sqrt(0.5625 / 3),
  });
});

test("its tail is the mean of what is below the Gaussian value at risk", () => {
  const values = [...Array.from({ length: 19 }, () => 0.01), -0.5];
  expect(quantstats(input(values))["cvar95_below_gaussian_var"]).toBe(-0.5);
});

test("a year without risk is taken off by the period", () => {
  const rate = 1.05 ** 4 - 1;
  expect(quantstats(input([0.15, -0.05], rate))["sharpe"]).toBeCloseTo(0, 12);
});
