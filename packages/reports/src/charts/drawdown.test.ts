import { expect, test } from "vitest";
import { sampleReport } from "../test-support/sample-report.ts";
import { drawdownOption } from "./drawdown.ts";
import { LIGHT_PALETTE } from "./palette.ts";

const size = { width: 400, height: 100 };

test("falls hang from zero", () => {
  const { days } = sampleReport();
  expect(drawdownOption(days, LIGHT_PALETTE, size)).toMatchObject({
    yAxis: { max: 0 },
    series: [{ data: days.map(({ drawdown }) => drawdown) }],
  });
});

test("without a fall the axis still has a height", () => {
  const { days } = sampleReport({ pnlOf: () => "1" });
  expect(drawdownOption(days, LIGHT_PALETTE, size)).toMatchObject({ yAxis: { min: -0.01, max: 0 } });
});
