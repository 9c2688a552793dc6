import { describe, expect, test } from "vitest";
import { backtestingPy } from "./backtesting-py.ts";
import type { CompatInput } from "./compat-input.ts";

const DAY_MS = 86_400_000;
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const bars = (values: number[], stepMs = DAY_MS) =>
  values.map((value, at) => ({ timeMs: MONDAY + at * stepMs, value }));
const input = (fields: Partial<CompatInput>): CompatInput => ({
  returns: new Float64Array(),
  trades: [],
  periodsPerYear: 252,
  riskFree: 0,
  start: 100,
  firstMs: 0,
  lastMs: 0,
  equity: [],
  ...fields,
});

test("equity worked by hand", () => {
  // Five weekdays: peaks at 110 and 121; falls of 10 % and of 50 %, the second never over.
  const figures = backtestingPy(input({ equity: bars([100, 110, 99, 121, 60.5]) }));
  expect(figures).toMatchObject({
    Duration: 4,
    "Equity Final [$]": 60.5,
    "Equity Peak [$]": 121,
    "Return [%]": -39.5,
    "Max. Drawdown [%]": -50,
    "Avg. Drawdown [%]": expect.closeTo(-30, 12),
    "Max. Drawdown Duration": 2,
    // Two days, and one.
    "Avg. Drawdown Duration": 2,
    "CAGR [%]": expect.closeTo((0.605 ** (365.25 / 4) - 1) * 100, 10),
    "Return (Ann.) [%]": expect.closeTo((0.605 ** (252 / 4) - 1) * 100, 10),
  });
});

test("bars on weekends make a year of 365 days", () => {
  const figures = backtestingPy(input({ equity: bars([100, 100, 100, 100, 100, 100, 100, 107]) }));
  expect(figures["Return (Ann.) [%]"]).toBeCloseTo((1.07 ** (365 / 7) - 1) * 100, 8);
});

test("trades worked by hand", () => {
  const trade = (pnl: number, share: number, days: number) => ({
    pnl,
    return: share,
    entryMs: 0,
    exitMs: days * DAY_MS,
  });
  const figures = backtestingPy(
    input({ equity: bars([100, 100]), trades: [trade(30, 0.5, 1), trade(-10, -0.2, 2), trade(10, 0.25, 2)] }),
  );
  expect(figures).toMatchObject({
    "# Trades": 3,
    "Win Rate [%]": (2 / 3) * 100,
    "Best Trade [%]": 50,
    "Worst Trade [%]": -20,
    "Avg. Trade [%]": expect.closeTo(((1.5 * 0.8 * 1.25) ** (1 / 3) - 1) * 100, 12),
    "Max. Trade Duration": 2,
    // 5/3 of a day, rounded up to the bars' unit.
    "Avg. Trade Duration": 2,
    "Profit Factor": 0.75 / 0.2,
    "Expectancy [%]": expect.closeTo(55 / 3, 12),
    SQN: expect.closeTo((Math.sqrt(3) * 10) / 20, 12),
    "Kelly Criterion": expect.closeTo(0.5, 14),
  });
});

describe("times are rounded up to the bars' unit", () => {
  const held = (hours: number) => [{ pnl: 1, return: 0.1, entryMs: 0, exitMs: hours * 3_600_000 }];

  test.each([
    [DAY_MS, 30, 2],
    [3_600_000, 1.5, 2 / 24],
    [60_000, 1.5, 1.5 / 24],
  ])("bars of %i ms: %f hours are %f days", (stepMs, hours, days) => {
    const figures = backtestingPy(input({ equity: bars([100, 101, 102], stepMs), trades: held(hours) }));
    expect(figures["Max. Trade Duration"]).toBeCloseTo(days, 12);
  });
});
