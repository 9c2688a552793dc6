import { describe, expect, test } from "vitest";
import { distributionOf, drawdownRows, drawdownsByDay, monthsOf } from "./equity-tables.ts";
import type { DayRow } from "./performance-report.ts";

/** Days from 2024-01-30 on with these results, from an equity of 100. */
function days(...pnls: number[]): DayRow[] {
  let equity = 100;
  const rows = pnls.map((pnl, at): DayRow => {
    const before = equity;
    equity += pnl;
    return {
      day: new Date(Date.UTC(2024, 0, 30 + at)).toISOString().slice(0, 10),
      pnl: `${pnl}`,
      fees: "0",
      funding: "0",
      deposits: "0",
      equity: `${equity}`,
      return: pnl / before,
      trades: 2,
      wins: 1,
      losses: 1,
      drawdown: null,
    };
  });
  const falls = drawdownsByDay(rows);
  return rows.map((row, at) => ({ ...row, drawdown: falls[at] ?? null }));
}

test("months add up money and compound returns", () => {
  expect(monthsOf(days(10, -11, 1, 0))).toEqual([
    { month: "2024-01", pnl: "-1", return: 1.1 * 0.9 - 1, trades: 4 },
    { month: "2024-02", pnl: "1", return: 1 + 1 / 99 - 1, trades: 4 },
  ]);
  expect(monthsOf(days(1).map((row) => ({ ...row, return: null })))).toMatchObject([{ return: null }]);
  expect(monthsOf([])).toEqual([]);
});

describe("drawdowns", () => {
  test("by day, the start counting as a peak", () => {
    expect(days(-10, 10, 100, -50).map(({ drawdown }) => drawdown)).toEqual([
      expect.closeTo(-0.1, 14),
      expect.closeTo(0, 14),
      0,
      -0.25,
    ]);
    expect(drawdownsByDay(days(1).map((row) => ({ ...row, return: null })))).toEqual([null]);
  });

  test("the deepest falls, from the peak to where it was reached again", () => {
    expect(drawdownRows(days(100, -50, -50, 150, -25))).toEqual([
      { depth: -0.5, money: "-100", peak: "2024-01-30", trough: "2024-02-01", recovered: "2024-02-02", days: 3 },
      {
        depth: expect.closeTo(-0.1, 14),
        money: "-25",
        peak: "2024-02-02",
        trough: "2024-02-03",
        recovered: null,
        days: 1,
      },
    ]);
  });

  test("from the starting balance, with deposits apart", () => {
    const [first, second] = days(-10, -20);
    const rows = [
      { ...(first as DayRow), deposits: "40", equity: "130" },
      { ...(second as DayRow), equity: "110" },
    ];
    // In the morning there were 100.
    expect(drawdownRows(rows)).toMatchObject([{ peak: null, money: "10", trough: "2024-01-31" }]);
  });

  test("five at most", () => {
    const ups = Array.from({ length: 7 }, (_, at) => [-1 - at, 100]).flat();
    expect(drawdownRows(days(...ups))).toHaveLength(5);
    expect(drawdownRows(days(1, 2))).toEqual([]);
    expect(drawdownRows([])).toEqual([]);
  });
});

describe("the distribution of results", () => {
  const of = (...values: number[]) => distributionOf(Float64Array.from(values));

  test("has bins of a round width, one of which begins at zero", () => {
    const bins = of(-30, -1, 0, 1, 29);
    // 59 / 30 → 2.
    expect(bins[0]).toEqual({ from: -30, to: -28, trades: 1 });
    expect(bins.find(({ from }) => from === 0)).toEqual({ from: 0, to: 2, trades: 2 });
    expect(bins.find(({ from }) => from === -2)).toEqual({ from: -2, to: 0, trades: 1 });
    expect(bins.at(-1)).toEqual({ from: 28, to: 30, trades: 1 });
  });

  test.each([[[]], [[5]], [[-3, -3, -3]], [[1e-9, 3e-9]], [[1e15, -1e15]], [[0.1, 0.2, 0.30000000000000004]]])(
    "counts each of %j once",
    (values) => {
      const bins = of(...values);
      expect(bins.reduce((sum, { trades }) => sum + trades, 0)).toBe(values.length);
      expect(bins.length).toBeLessThanOrEqual(62);
      bins.slice(1).forEach(({ from }, at) => expect(from).toBe(bins[at]?.to));
    },
  );
});
