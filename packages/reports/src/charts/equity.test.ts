import { expect, test } from "vitest";
import { sampleReport } from "../test-support/sample-report.ts";
import { equityLine, equityOption } from "./equity.ts";
import { LIGHT_PALETTE } from "./palette.ts";

const { days } = sampleReport();

test("the line is the equity, or the running sum where one day has none", () => {
  const line = equityLine(days);
  expect(line.kind).toBe("equity");
  expect(line.values.at(-1)).toBe(Number(days.at(-1)?.equity));
  const sums = equityLine(days.map((day) => ({ ...day, equity: null })));
  expect(sums.kind).toBe("cumulative result");
  expect(sums.values.at(-1)).toBeCloseTo(Number(days.at(-1)?.equity) - 1_000, 9);
  expect(equityLine([]).kind).toBe("cumulative result");
});

test("an option is made of its arguments alone", () => {
  const size = { width: 400, height: 200 };
  const option = equityOption(days, LIGHT_PALETTE, size);
  expect(option).toMatchObject({ yAxis: { scale: true }, series: [{ type: "line", silent: true }] });
  expect(JSON.stringify(option)).toBe(JSON.stringify(equityOption(days, LIGHT_PALETTE, size)));
});
