import { BarChart, HeatmapChart, LineChart } from "echarts/charts";
import { CalendarComponent, GridComponent, VisualMapPiecewiseComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { ChartOption, ChartSize } from "./chart-frame.ts";

/** What a drawn mark stands for: the index of its series, and of its datum in there. */
export interface Mark {
  readonly series: number;
  readonly index: number;
}

/** Puts something around a mark, for example a link; `mark` is well-formed SVG. */
export type Wrap = (mark: string, place: Mark) => string;

const START = /^<svg\b[^>]*>/;
const STYLE = /<style\b[^>]*>[\s\S]*?<\/style>/g;
const CLASS = / class="[^"]*"/g;
const INSTANCE_ID = /zr\d+-/g;
const MARK = /<path\b[^>]*\becmeta_series_index="(\d+)"[^>]*\becmeta_data_index="(\d+)"[^>]*><\/path>/g;
const META = / ecmeta_\w+="[^"]*"/g;
/** The page says the font; the size stays. */
const FONT_FAMILY = /font-family:sans-serif;/g;
const POINTER_EVENTS = / pointer-events="visible"/g;

let areModulesUsed = false;

/**
 * An option as SVG of a fixed `viewBox` that is as wide as what it stands in. The same option gives the same bytes: numbers
 * that ECharts gives to its instances become `name`, which must be unique on a page. Its style for pointers is left out,
 * since a file that is read and printed has none.
 */
export function drawSvg(name: string, option: ChartOption, size: ChartSize, wrap?: Wrap): string {
  useModules();
  const { width, height } = size;
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption(option);
    const svg = chart
      .renderToSVGString()
      .replace(STYLE, "")
      .replace(CLASS, "")
      .replace(POINTER_EVENTS, "")
      .replace(FONT_FAMILY, "")
      .replace(INSTANCE_ID, `${name}-`)
      .replace(START, `<svg class="chart" viewBox="0 0 ${width} ${height}" aria-hidden="true">`);
    const wrapped =
      wrap === undefined
        ? svg
        : svg.replace(MARK, (mark: string, series: string, index: string) =>
            wrap(mark, { series: Number(series), index: Number(index) }),
          );
    return wrapped.replace(META, "");
  } finally {
    chart.dispose();
  }
}

/** At the first chart, not when the module is loaded: who writes only CSV does not pay for it. */
function useModules(): void {
  if (areModulesUsed) return;
  use([LineChart, BarChart, HeatmapChart, GridComponent, CalendarComponent, VisualMapPiecewiseComponent, SVGRenderer]);
  areModulesUsed = true;
}
