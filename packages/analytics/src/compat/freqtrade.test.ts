import { describe, expect, test } from "vitest";
import type { CompatTrade } from "./compat-input.ts";
import { freqtrade } from "./freqtrade.ts";

const DAY_MS = 86_400_000;
const of = (pnls: number[], ids: string[] = [], days = 10) =>
  freqtrade({
    returns: new Float64Array(),
    trades: pnls.map((pnl, at): CompatTrade => ({ id: ids[at] ?? `${at}`, pnl, return: null, entryMs: 0, exitMs: at })),
    periodsPerYear: 365,
    riskFree: 0,
    start: 100,
    firstMs: 0,
    lastMs: days * DAY_MS,
    equity: [],
  });

test("worked by hand", () => {
  // Shares 0.1, −0.2, 0.1, 0.2: their mean 0.05, squares about it 0.09.
  const perDay = 0.2 / 10;
  expect(of([10, -20, 10, 20])).toMatchObject({
    days: 10,
    starting_balance: 100,
    expectancy: 0.75 * (40 / 3) - 0.25 * 20,
    expectancy_ratio: expect.closeTo((1 + 40 / 3 / 20) * 0.75 - 1, 14),
    sharpe: expect.closeTo((perDay / Math.sqrt(0.09 / 4)) * Math.sqrt(365), 10),
    // One losing trade has no deviation.
    sortino: -100,
    calmar: expect.closeTo(((perDay * 100) / (20 / 110)) * Math.sqrt(365), 8),
    cagr: expect.closeTo(1.2 ** 36.5 - 1, 8),
    max_drawdown_abs: 20,
    max_drawdown_account: 20 / 110,
    max_relative_drawdown: 20 / 110,
    csum_min: 90,
    csum_max: 120,
  });
});

describe("its own ways", () => {
  test("a loss on the first trade is no drawdown", () => {
    expect(of([-20, 10])).toMatchObject({ max_drawdown_abs: 0, max_drawdown_account: 0, calmar: -100 });
  });

  test("the largest fall in money need not be the largest share", () => {
    expect(of([10, -20, 200, -30])).toMatchObject({
      max_drawdown_abs: 30,
      max_drawdown_account: 30 / 290,
      max_relative_drawdown: 20 / 110,
    });
  });

  test("the running sum goes by the trades' numbers", () => {
    expect(of([-30, 50], ["10", "9"])).toMatchObject({ csum_min: 120, csum_max: 150 });
  });

  test("without a loss, a trade or a deviation", () => {
    expect(of([10])).toMatchObject({ expectancy_ratio: 100, sharpe: -100, sortino: -100 });
    expect(of([])).toMatchObject({ sharpe: -100, max_drawdown_abs: 0 });
  });

  test("a test of hours has one day, and who lost everything −100 % a year", () => {
    expect(of([-100], [], 0.2)).toMatchObject({ days: 1, cagr: -1 });
  });
});
