import type { DayRow } from "@daybook/analytics";
import { percentLabel } from "../format/axis-label.ts";
import { MAX_CHART_POINTS } from "../limits.ts";
import { dayAxisOf, frameOf, valueAxisOf } from "./chart-frame.ts";
import type { ChartOption, ChartSize } from "./chart-frame.ts";
import type { Palette } from "./palette.ts";
import { thinOut } from "./thin-out.ts";

/** How far the equity is below its highest so far, in the evening of each day: zero or less, 1 is 100 %. */
export function drawdownOption(days: readonly DayRow[], palette: Palette, size: ChartSize): ChartOption {
  const falls = days.map(({ drawdown }) => drawdown);
  const kept = thinOut(falls, MAX_CHART_POINTS);
  const names = kept.map((at) => (days[at] as DayRow).day);
  const deepest = falls.reduce<number>((least, fall) => Math.min(least, fall ?? 0), 0);
  return {
    ...frameOf(palette),
    grid: { left: 4, right: 10, top: 8, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: { ...dayAxisOf(names, palette, size), axisLine: { show: false } },
    yAxis: {
      ...valueAxisOf(palette, percentLabel),
      max: 0,
      // Without a fall an axis from 0 to 0 has one label over the other.
      ...(deepest === 0 ? { min: -0.01, interval: 0.01 } : {}),
      splitNumber: 2,
    },
    series: [
      {
        type: "line",
        name: "drawdown",
        data: kept.map((at) => falls[at] ?? null),
        showSymbol: false,
        lineStyle: { color: palette.loss, width: 1.25 },
        areaStyle: { color: palette.loss, opacity: 0.22 },
        emphasis: { disabled: true },
        silent: true,
      },
    ],
  };
}
