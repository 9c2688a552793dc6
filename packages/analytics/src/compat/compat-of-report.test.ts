import { expect, test } from "vitest";
import { compatInputOf } from "./compat-of-report.ts";

const trades = [
  { pnl: 1, return: 0.1, entryMs: 20, exitMs: 30 },
  { pnl: 2, return: 0.2, entryMs: 10, exitMs: 40 },
];
const days = [
  { day: "1970-01-01", equity: "100.5" },
  { day: "1970-01-02", equity: null },
];
const convention = { periods_per_year: 252, risk_free: 0.04, compat: null };
const returns = Float64Array.of(0.01);

test("without a period the first entry and the last exit are the test's bounds", () => {
  const frame = { start: "100", period: { start: null, end: null }, convention };
  expect(compatInputOf(trades, returns, days, frame)).toEqual({
    returns,
    trades,
    periodsPerYear: 252,
    riskFree: 0.04,
    start: 100,
    firstMs: 10,
    lastMs: 40,
    equity: [{ timeMs: 0, value: 100.5 }],
  });
});

test("a period's bounds count; an unknown balance is NaN", () => {
  const period = { start: "1970-01-01T00:00:00.005000Z", end: "1970-01-01T00:00:01.000000Z" };
  const input = compatInputOf([], returns, [], { start: undefined, period, convention });
  expect([input.firstMs, input.lastMs, input.start]).toEqual([5, 1_000, Number.NaN]);
});
