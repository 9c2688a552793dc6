import { expect, test } from "vitest";
import { sampleReport } from "../test-support/sample-report.ts";
import { distributionOption } from "./distribution.ts";
import { LIGHT_PALETTE } from "./palette.ts";

test("a bar a bin, at its middle, coloured by its side of zero", () => {
  const { distribution } = sampleReport();
  const option = distributionOption(distribution, LIGHT_PALETTE, { width: 600, height: 200 });
  const first = distribution[0];
  expect(option).toMatchObject({
    xAxis: { min: first?.from, max: distribution.at(-1)?.to },
    series: [
      {
        data: distribution.map(({ from, to, trades }) => ({
          value: [(from + to) / 2, trades],
          itemStyle: { color: from < 0 ? LIGHT_PALETTE.loss : LIGHT_PALETTE.gain },
        })),
      },
    ],
  });
});
