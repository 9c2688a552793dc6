import { describe, expect, test } from "vitest";
import { RETURN_METRICS, figure, returnMetrics, ulcer } from "./return-metrics.ts";
import type { ReturnMetric } from "./return-metrics.ts";

const metrics = (values: number[], convention = { periodsPerYear: 4, riskFree: 0 }) =>
  returnMetrics(Float64Array.from(values), convention);
const values = (all: ReturnType<typeof metrics>, names: readonly ReturnMetric[]) =>
  names.map((name) => all[name].value);

describe("worked by hand", () => {
  // Equity 1.5, 0.75, 0.75, 1.125; mean 0.125; squares about it 0.546875.
  const all = metrics([0.5, -0.5, 0, 0.5]);
  const deviation = Math.sqrt(0.6875 / 3);

  test.each([
    ["total_return", 0.125],
    ["cagr", 0.125],
    ["volatility", deviation * 2],
    ["sharpe", (0.125 / deviation) * 2],
    // √(0.25 / 4) downside.
    ["sortino", (0.125 / 0.25) * 2],
    ["max_drawdown", -0.5],
    ["calmar", 0.25],
    // Sorted −0.5, 0, 0.5, 0.5: 0.15 of the way from the first to the second.
    ["var_95", -0.425],
    ["cvar_95", -0.5],
    ["var_95_gaussian", 0.125 - 1.644_853_626_951_472_4 * deviation],
    ["omega", 2],
    ["tail_ratio", 0.5 / 0.425],
    // Falls 0, 0.5, 0.5, 0.25.
    ["ulcer_index", Math.sqrt(0.5625 / 3)],
    ["recovery_factor", 1],
    ["best", 0.5],
    ["worst", -0.5],
    ["mean_return", 0.125],
    ["positive_share", 2 / 3],
    ["longest_under_water", 3],
  ] as const)("%s", (name, wanted) => {
    expect(all[name].value).toBeCloseTo(wanted, 14);
    expect(all[name].reason).toBeUndefined();
  });

  test("a year without risk is taken off by the period", () => {
    // 21.55 % a year are 5 % a quarter.
    const rate = 1.05 ** 4 - 1;
    const risky = metrics([0.5, -0.5, 0, 0.5], { periodsPerYear: 4, riskFree: rate });
    expect(risky.sharpe.value).toBeCloseTo((0.075 / deviation) * 2, 12);
    expect(risky.sortino.value).toBeCloseTo((0.075 / Math.sqrt((0.55 ** 2 + 0.05 ** 2) / 4)) * 2, 12);
    expect(risky.cagr.value).toBe(all.cagr.value);
  });

  test("the ulcer index of Martin and McCann divides by n", () => {
    expect(ulcer(Float64Array.from([0.5, -0.5, 0, 0.5]), 0)).toBe(Math.sqrt(0.5625 / 4));
  });
});

describe("what is not defined is null with its reason", () => {
  const reasons = (list: number[]) =>
    Object.fromEntries(Object.entries(metrics(list)).map(([name, one]) => [name, one.reason ?? one.value]));

  test("no returns", () => {
    const all = metrics([]);
    expect(values(all, RETURN_METRICS).every((value) => value === null)).toBe(true);
    expect([
      all.total_return.reason,
      all.max_drawdown.reason,
      all.sharpe.reason,
      all.longest_under_water.reason,
    ]).toEqual(["no returns", "no returns", "fewer than two returns", "no returns"]);
  });

  test("one return", () => {
    const few = "fewer than two returns";
    expect(reasons([-0.25])).toEqual({
      total_return: -0.25,
      cagr: few,
      volatility: few,
      sharpe: few,
      sortino: few,
      max_drawdown: -0.25,
      calmar: few,
      var_95: few,
      cvar_95: few,
      var_95_gaussian: few,
      omega: few,
      tail_ratio: few,
      ulcer_index: few,
      skew: few,
      kurtosis: few,
      recovery_factor: few,
      best: -0.25,
      worst: -0.25,
      mean_return: -0.25,
      positive_share: 0,
      longest_under_water: 1,
    });
  });

  test.each([[[0.1, 0.1, 0.1]], [[0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3]]])(
    "equal returns %j have no Sharpe ratio of 10¹⁶",
    (list) => {
      const all = metrics(list);
      expect(all.sharpe).toEqual({ value: null, reason: "the returns do not vary" });
      expect(all.volatility).toEqual({ value: 0 });
      expect(all.skew.value).toBeNull();
      expect(all.var_95_gaussian.value).toBeCloseTo(list[0] as number, 14);
      expect(metrics(list, { periodsPerYear: 365, riskFree: 0.04 }).sharpe.value).toBeNull();
    },
  );

  test("no loss", () => {
    const all = reasons([0.1, 0, 0.2]);
    expect(all).toMatchObject({
      sortino: "no period lost",
      calmar: "no drawdown",
      omega: "no period lost",
      recovery_factor: "no drawdown",
    });
    expect(all["max_drawdown"]).toBe(0);
  });

  test("nothing but zeros", () => {
    expect(reasons([0, 0, 0])).toMatchObject({
      sharpe: "the returns do not vary",
      sortino: "no period lost",
      omega: "no period lost",
      tail_ratio: "the lower tail is zero",
      positive_share: "no period won or lost",
      total_return: 0,
      max_drawdown: 0,
    });
  });

  test("two and three returns have no kurtosis", () => {
    expect(metrics([0.1, -0.1]).skew.reason).toBe("fewer than three returns, or they do not vary");
    expect(metrics([0.1, -0.1, 0.2]).kurtosis.reason).toBe("fewer than four returns, or they do not vary");
  });

  test("everything lost", () => {
    const all = metrics([0.1, -1, 0]);
    expect(values(all, ["total_return", "cagr", "max_drawdown", "calmar"])).toEqual([-1, -1, -1, -1]);
  });

  test("more than a number can hold", () => {
    const all = metrics([1e10, 1e10, -0.5], { periodsPerYear: 365, riskFree: 0 });
    expect(all.cagr).toEqual({ value: null, reason: "more than a number can hold" });
    expect(all.calmar).toEqual({ value: null, reason: "more than a number can hold" });
  });

  test("never NaN or Infinity", () => {
    for (const list of [[], [0], [1], [-1], [0, 0], [1, 1], [-1, -1], [1e308, 1e308], [-2, 3], [1e-320, -1e-320]]) {
      for (const { value } of Object.values(metrics(list))) expect(value === null || Number.isFinite(value)).toBe(true);
    }
  });
});

test("a figure is a number or has a reason", () => {
  expect([figure(1, "x"), figure(Number.NaN, "x"), figure(Number.POSITIVE_INFINITY, "y")]).toEqual([
    { value: 1 },
    { value: null, reason: "x" },
    { value: null, reason: "y" },
  ]);
});
