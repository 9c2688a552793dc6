import { LEVELS } from "@daybook/protocol";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { bucketCount, stack, type Histogram } from "../domain/histogram-buckets.ts";
import { barColor, type Palette } from "../domain/palette.ts";
import type { TimeZoneChoice } from "../domain/page-state.ts";
import { clockText, dayText } from "../domain/time-text.ts";

export interface HistogramChartOptions {
  element: HTMLElement;
  onBrush: (startMs: number, endMs: number) => void;
  /** The bar under the pointer, or undefined. */
  onHover: (bucket: number | undefined) => void;
}

export interface HistogramChart {
  draw(histogram: Histogram, palette: Palette, zone: TimeZoneChoice): void;
  resize(): void;
  destroy(): void;
}

const FONT = "11px Inter, system-ui, sans-serif";

/** Stacked bars by level. The highest level is drawn first and the lower ones over it, each up to its own sum. */
export function createHistogramChart({ element, onBrush, onHover }: HistogramChartOptions): HistogramChart {
  let plot: uPlot | undefined;
  let look = "";
  let shown: Histogram | undefined;

  function build(palette: Palette, zone: TimeZoneChoice): uPlot {
    const bars = uPlot.paths.bars?.({ size: [0.86, 60], align: 1 });
    const series: uPlot.Series[] = LEVELS.toReversed().map((level) => ({
      label: level,
      fill: barColor(palette, level),
      width: 0,
      points: { show: false },
      ...(bars && { paths: bars }),
    }));
    const axis = { stroke: palette.inkFaint, font: FONT, ticks: { show: false } };
    return new uPlot(
      {
        ...sizeOf(element),
        legend: { show: false },
        padding: [6, 18, 0, 0],
        tzDate: (seconds) =>
          zone === "utc" ? uPlot.tzDate(new Date(seconds * 1e3), "Etc/UTC") : new Date(seconds * 1e3),
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: true, y: false, setScale: false, dist: 4 },
        },
        scales: {
          x: { time: true, range: (_plot, min, max) => rangeOf(shown, min, max) },
          y: { range: (_plot, _min, max) => [0, Math.max(1, max * 1.06)] },
        },
        axes: [
          { ...axis, size: 22, gap: 4, grid: { show: false }, space: 90, values: clockLabels(zone) },
          { ...axis, size: 44, gap: 6, grid: { stroke: palette.line, width: 1 }, space: 26, incrs: wholeSteps() },
        ],
        series: [{}, ...series],
        hooks: {
          setSelect: [brushed],
          setCursor: [(self) => onHover(bucketAt(self))],
        },
      },
      dataOf(shown),
      element,
    );
  }

  function brushed(self: uPlot): void {
    const { left, width } = self.select;
    if (width < 4) return;
    const start = self.posToVal(left, "x") * 1e3;
    const end = self.posToVal(left + width, "x") * 1e3;
    self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    onBrush(start, end);
  }

  function bucketAt(self: uPlot): number | undefined {
    const left = self.cursor.left ?? -1;
    if (left < 0 || !shown) return undefined;
    const bucket = Math.floor((self.posToVal(left, "x") * 1e3 - shown.startMs) / shown.intervalMs);
    return bucket >= 0 && bucket < bucketCount(shown) ? bucket : undefined;
  }

  return {
    draw(histogram, palette, zone) {
      shown = histogram;
      const wanted = palette.background + zone;
      if (plot && look === wanted) return plot.setData(dataOf(shown));
      plot?.destroy();
      look = wanted;
      plot = build(palette, zone);
    },
    resize: () => plot?.setSize(sizeOf(element)),
    destroy: () => plot?.destroy(),
  };
}

function dataOf(histogram: Histogram | undefined): uPlot.AlignedData {
  if (!histogram) return [[]];
  const times = Array.from(
    { length: bucketCount(histogram) },
    (_, bucket) => (histogram.startMs + bucket * histogram.intervalMs) / 1e3,
  );
  // A level without events in a bar draws nothing: its edge would shine through under the level below.
  const rows = stack(histogram).map((sums, level) => sums.map((sum, i) => (histogram.counts[level]?.[i] ? sum : null)));
  return [times, ...rows.toReversed()];
}

function rangeOf(histogram: Histogram | undefined, min: number, max: number): [number, number] {
  if (!histogram) return [min, max];
  const start = histogram.startMs / 1e3;
  return [start, start + (bucketCount(histogram) * histogram.intervalMs) / 1e3];
}

function sizeOf(element: HTMLElement): { width: number; height: number } {
  return { width: Math.max(80, element.clientWidth), height: Math.max(40, element.clientHeight) };
}

/** Counts have no fractions. */
function wholeSteps(): number[] {
  return Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();
}

/** 24-hour labels; the day where it changes. */
function clockLabels(zone: TimeZoneChoice): uPlot.Axis.DynamicValues {
  return (_plot, splits, _axis, _space, stepSeconds) => {
    let lastDay = "";
    return splits.map((seconds) => {
      const time = new Date(seconds * 1e3).toISOString();
      const day = dayText(time, zone);
      const isNewDay = lastDay !== "" && lastDay !== day;
      lastDay = day;
      if (isNewDay || stepSeconds >= 86_400) return day;
      return clockText(time, zone).slice(0, stepSeconds < 60 ? 8 : 5);
    });
  };
}
