import { describe, expect, test } from "vitest";
import { returnMetrics } from "../metrics/return-metrics.ts";
import { TradeStatistics } from "../metrics/trade-statistics.ts";
import { trade } from "../test-support/trading-events.ts";
import { compatFigures } from "./compat-figures.ts";
import type { CompatInput } from "./compat-input.ts";
import { COMPAT_TOOLS } from "./compat.ts";
import { REASONS } from "./reasons.ts";

const returns = Float64Array.from([0.5, -0.5, 0, 0.5]);
const empty: CompatInput = {
  returns: new Float64Array(),
  trades: [],
  periodsPerYear: 4,
  riskFree: 0,
  start: Number.NaN,
  firstMs: Number.NaN,
  lastMs: Number.NaN,
  equity: [],
};
const statistics = new TradeStatistics();
for (const pnl of ["10", "-4", "0"]) statistics.add(trade({ pnl }));
const ours = { trades: statistics.figures, returns: returnMetrics(returns, { periodsPerYear: 4, riskFree: 0 }) };

describe.each(COMPAT_TOOLS)("%s", (tool) => {
  test("gives numbers or null, whatever comes", () => {
    for (const input of [empty, { ...empty, returns }, { ...empty, returns: Float64Array.from([0]) }]) {
      for (const { name, value, ours: own, why } of compatFigures(tool, input, ours)) {
        expect(value === null || Number.isFinite(value), name).toBe(true);
        expect(own === null || Number.isFinite(own), name).toBe(true);
        expect(why.length).toBeGreaterThan(5);
      }
    }
  });

  test("each reason is of a figure that the tool has, and names one of ours", () => {
    const names = compatFigures(tool, empty, ours).map(({ name }) => name);
    expect(Object.keys(REASONS[tool]).filter((name) => !names.includes(name))).toEqual([]);
    for (const { ours: name } of Object.values(REASONS[tool])) {
      expect(name === undefined || name in ours.trades || name in ours.returns, name).toBe(true);
    }
  });
});

test("a figure stands beside ours of that meaning", () => {
  const of = (name: string) =>
    compatFigures("quantstats", { ...empty, returns }, ours).find((one) => one.name === name);
  expect(of("sharpe")).toMatchObject({ ours: ours.returns.sharpe.value, why: "the same formula" });
  // Of days 2 in 3 are won, of trades 1 in 3.
  expect(of("win_rate")).toMatchObject({ value: 2 / 3, ours: 1 / 3 });
  expect(of("consecutive_wins")).toMatchObject({ value: 1, ours: 1 });
  expect(of("gain_to_pain")).toMatchObject({ value: 1, ours: null, why: "no figure of ours has this meaning" });
});
