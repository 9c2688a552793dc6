import type { DistributionBin } from "@daybook/analytics";
import { amountLabel, countLabel } from "../format/axis-label.ts";
import { frameOf, valueAxisOf } from "./chart-frame.ts";
import type { ChartOption, ChartSize } from "./chart-frame.ts";
import type { Palette } from "./palette.ts";

/** How many trades came to how much: one bar a bin, losses to the left of zero. Series 0; the index is that of the bin. */
export function distributionOption(bins: readonly DistributionBin[], palette: Palette, size: ChartSize): ChartOption {
  const [least, most] = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1];
  return {
    ...frameOf(palette),
    grid: { left: 4, right: 14, top: 12, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: {
      ...valueAxisOf(palette, amountLabel),
      min: least,
      max: most,
      splitNumber: Math.max(2, Math.floor(size.width / 90)),
      splitLine: { show: false },
      axisLabel: {
        color: palette.muted,
        fontSize: 11,
        formatter: amountLabel,
        hideOverlap: true,
        showMinLabel: false,
        showMaxLabel: false,
      },
      axisLine: { show: true, onZero: false, lineStyle: { color: palette.line } },
    },
    yAxis: {
      ...valueAxisOf(palette, countLabel),
      axisLine: { show: false, onZero: false },
      minInterval: 1,
      splitNumber: 3,
    },
    series: [
      {
        type: "bar",
        name: "trades",
        barCategoryGap: "10%",
        data: bins.map(({ from, to, trades }) => ({
          value: [(from + to) / 2, trades],
          itemStyle: { color: from < 0 ? palette.loss : palette.gain },
        })),
        emphasis: { disabled: true },
      },
    ],
  };
}
