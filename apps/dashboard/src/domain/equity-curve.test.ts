import { describe, expect, test } from "vitest";
import { brushedPeriod, equityCurve } from "./equity-curve.ts";
import { sampleReport } from "./test-support/sample-report.ts";

const at = (text: string): number => Date.parse(text);

describe("equity curve", () => {
  test("one point an evening, from the first morning on", () => {
    const curve = equityCurve(sampleReport(["10", "-22", "11", "0"], { balance: "100" }));
    expect(curve).toMatchObject({ kind: "equity", step: "day", values: [100, 110, 88, 99, 99] });
    expect(curve?.falls.map((fall) => Number(fall.toFixed(4)))).toEqual([0, 0, -0.2, -0.1, -0.1]);
    expect(curve?.timesMs.slice(0, 2)).toEqual([at("2024-01-05"), at("2024-01-06")]);
  });

  test("without a balance: the sum of the results, falls in money", () => {
    expect(equityCurve(sampleReport(["10", "-22", "11", "0"]))).toMatchObject({
      kind: "pnl",
      values: [0, 10, -12, -1, -1],
      falls: [0, 0, -22, -11, -11],
    });
  });

  test("few days: one point a trade", () => {
    expect(equityCurve(sampleReport(["10", "-5"], { balance: "100" }))).toMatchObject({
      step: "trade",
      timesMs: [at("2024-01-05"), at("2024-01-05T12:00Z"), at("2024-01-06T12:00Z")],
      values: [100, 110, 105],
    });
  });

  test("no trade, no curve", () => {
    expect(equityCurve(sampleReport([]))).toBeUndefined();
  });
});

test("a brushed period counts what closed in it", () => {
  const report = sampleReport(["10", "-22", "11", "0"]);
  expect(brushedPeriod(report, at("2024-01-06"), at("2024-01-07T12:00Z"))).toMatchObject({ trades: 1, pnl: -22 });
});
