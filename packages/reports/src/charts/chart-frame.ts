import type { EChartsCoreOption } from "echarts/core";
import type { Palette } from "./palette.ts";

/** What the chart functions give: an option for `setOption`, with all colours in it and nothing of the page. */
export type ChartOption = EChartsCoreOption;

/** Room in CSS pixels; what depends on it: how many labels an axis has. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** One word: ECharts writes it into attributes as it is. A page may put its own in its place. */
const CHART_FONT = "sans-serif";

/** A chart narrower than this is on a phone. */
export const NARROW_PX = 500;

/** What all charts share. Times are UTC: a chart never depends on the zone of the machine that draws it. */
export function frameOf(palette: Palette): ChartOption {
  return {
    useUTC: true,
    animation: false,
    backgroundColor: "transparent",
    textStyle: { color: palette.muted, fontFamily: CHART_FONT, fontSize: 11 },
    stateAnimation: { duration: 0 },
  };
}

export function valueAxisOf(palette: Palette, formatter: (value: number) => string) {
  return {
    type: "value",
    axisLabel: { color: palette.muted, fontSize: 11, formatter, hideOverlap: true },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: palette.line, width: 1 } },
  };
}

/** An axis of days, which are text: a day of a report is a name, not a moment. */
export function dayAxisOf(days: readonly string[], palette: Palette, size: ChartSize) {
  const labels = Math.max(2, Math.floor(size.width / 110));
  const every = Math.max(1, Math.ceil(days.length / labels));
  return {
    type: "category",
    data: days,
    boundaryGap: false,
    axisLabel: {
      color: palette.muted,
      fontSize: 11,
      interval: (index: number) => index % every === 0 && (index === 0 || days.length - index > every / 2),
      alignMinLabel: "left",
      formatter: (day: string) => dayLabel(day, days),
    },
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
  };
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `24 Jan` within a year, `Jan 2024` over several. */
function dayLabel(day: string, days: readonly string[]): string {
  const month = MONTHS[Number(day.slice(5, 7)) - 1] ?? "";
  const isLong = days.length > 400;
  return isLong ? `${month} ${day.slice(0, 4)}` : `${Number(day.slice(8, 10))} ${month}`;
}

export const MONTH_NAMES: readonly string[] = MONTHS;
