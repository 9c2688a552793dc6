import type { DayRow } from "@daybook/analytics";
import { amountLabel } from "../format/axis-label.ts";
import { MAX_CHART_POINTS } from "../limits.ts";
import { dayAxisOf, frameOf, NARROW_PX, valueAxisOf } from "./chart-frame.ts";
import type { ChartOption, ChartSize } from "./chart-frame.ts";
import type { Palette } from "./palette.ts";
import { thinOut } from "./thin-out.ts";

/** What the line shows: money in the evening, or the running sum of results where no equity is known. */
export interface EquityLine {
  readonly kind: "equity" | "cumulative result";
  readonly days: readonly string[];
  /** Float64 of the exact amounts: for drawing only. */
  readonly values: readonly number[];
}

export function equityLine(days: readonly DayRow[]): EquityLine {
  const isKnown = days.length > 0 && days.every(({ equity }) => equity !== null);
  let sum = 0;
  const values = days.map(({ equity, pnl }) => (isKnown ? Number(equity) : (sum += Number(pnl))));
  return { kind: isKnown ? "equity" : "cumulative result", days: days.map(({ day }) => day), values };
}

/** The equity in the evening of each day, as a line. */
export function equityOption(days: readonly DayRow[], palette: Palette, size: ChartSize): ChartOption {
  const line = equityLine(days);
  const kept = thinOut(line.values, MAX_CHART_POINTS);
  const names = kept.map((at) => line.days[at] as string);
  const isMoney = line.kind === "equity";
  return {
    ...frameOf(palette),
    grid: { left: 4, right: 10, top: 12, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: dayAxisOf(names, palette, size),
    yAxis: { ...valueAxisOf(palette, amountLabel), scale: isMoney, splitNumber: size.width < NARROW_PX ? 3 : 4 },
    series: [
      {
        type: "line",
        name: line.kind,
        data: kept.map((at) => line.values[at]),
        showSymbol: names.length === 1,
        symbolSize: 6,
        lineStyle: { color: palette.accent, width: 1.75 },
        itemStyle: { color: palette.accent },
        areaStyle: { color: palette.accent, opacity: 0.1, origin: isMoney ? "start" : "auto" },
        emphasis: { disabled: true },
        silent: true,
      },
    ],
  };
}
