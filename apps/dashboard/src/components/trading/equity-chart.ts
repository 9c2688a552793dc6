import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { EquityCurve } from "../../domain/equity-curve.ts";
import { percentText, shortMoney } from "../../domain/figure-text.ts";
import type { Palette } from "../../domain/palette.ts";
import type { TimeZoneChoice } from "../../domain/page-state.ts";
import { clockText, dayText } from "../../domain/time-text.ts";

export interface EquityChartOptions {
  /** The upper one, for the account, and the lower one, for its falls. */
  element: HTMLElement;
  fallElement: HTMLElement;
  onBrush: (startMs: number, endMs: number) => void;
  /** The point under the pointer, or undefined. */
  onHover: (point: number | undefined) => void;
}

export interface EquityChart {
  draw(curve: EquityCurve, palette: Palette, zone: TimeZoneChoice): void;
  /** Shows only this stretch; without one everything. */
  zoom(startMs?: number, endMs?: number): void;
  resize(): void;
  destroy(): void;
}

const FONT = "11px Inter, system-ui, sans-serif";
const AXIS_PX = 62;

/** Two charts over one axis of time: they share the cursor, the brush and the zoom. */
export function createEquityChart(options: EquityChartOptions): EquityChart {
  const sync = uPlot.sync(`equity-${Math.random()}`);
  let plots: [uPlot, uPlot] | undefined;
  let shown: EquityCurve | undefined;
  let look = "";

  function zoom(startMs?: number, endMs?: number): void {
    const { timesMs = [] } = shown ?? {};
    const min = (startMs ?? timesMs[0] ?? 0) / 1e3;
    const max = (endMs ?? timesMs.at(-1) ?? 1) / 1e3;
    for (const plot of plots ?? []) {
      plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      plot.setScale("x", { min, max });
    }
  }

  function destroy(): void {
    for (const plot of plots ?? []) {
      sync.unsub(plot);
      plot.destroy();
    }
    plots = undefined;
  }

  return {
    draw(curve, palette, zone) {
      shown = curve;
      const wanted = `${palette.background} ${zone} ${curve.kind} ${curve.step} ${curve.timesMs.length}`;
      if (plots && look === wanted) {
        plots[0].setData(dataOf(curve.timesMs, curve.values));
        plots[1].setData(dataOf(curve.timesMs, curve.falls));
        return;
      }
      destroy();
      look = wanted;
      plots = buildCharts(options, { curve, palette, zone }, sync, zoom);
    },
    zoom,
    resize() {
      plots?.[0].setSize(sizeOf(options.element));
      plots?.[1].setSize(sizeOf(options.fallElement));
    },
    destroy,
  };
}

function brushed(self: uPlot, onBrush: EquityChartOptions["onBrush"]): void {
  const { left, width } = self.select;
  if (width < 4) return;
  onBrush(self.posToVal(left, "x") * 1e3, self.posToVal(left + width, "x") * 1e3);
}

/** What both charts draw by. */
interface Look {
  readonly curve: EquityCurve;
  readonly palette: Palette;
  readonly zone: TimeZoneChoice;
}

function buildCharts(
  options: EquityChartOptions,
  { curve, palette, zone }: Look,
  sync: uPlot.SyncPubSub,
  zoomOut: () => void,
): [uPlot, uPlot] {
  const { element, fallElement } = options;
  const common = {
    legend: { show: false },
    tzDate: (seconds: number) =>
      zone === "utc" ? uPlot.tzDate(new Date(seconds * 1e3), "Etc/UTC") : new Date(seconds * 1e3),
    cursor: {
      y: false,
      sync: { key: sync.key, setSeries: false },
      drag: { x: true, y: false, setScale: false, dist: 4 },
      bind: { dblclick: () => () => (zoomOut(), null) },
    },
    hooks: {
      setSelect: [(self: uPlot) => brushed(self, options.onBrush)],
      setCursor: [(self: uPlot) => options.onHover(self.cursor.idx ?? undefined)],
    },
  };
  const axis = { stroke: palette.inkFaint, font: FONT, ticks: { show: false } };
  const grid = { stroke: palette.line, width: 1 };
  const money = { ...axis, size: AXIS_PX, gap: 6, grid, space: 34, values: moneyLabels };
  const path = pathOf(curve);
  const upper = new uPlot(
    {
      ...common,
      ...sizeOf(element),
      padding: [8, 14, 0, 0],
      scales: { x: { time: true }, y: { range: (_plot, min, max) => roomy(min, max) } },
      axes: [{ ...axis, size: 0, grid, values: () => [] }, money],
      series: [
        {},
        {
          ...path,
          stroke: palette.accent,
          width: 1.75,
          fill: `${palette.accent}1f`,
          fillTo: lowest,
          points: dots(curve, palette),
        },
      ],
    },
    dataOf(curve.timesMs, curve.values),
    element,
  );
  const lower = new uPlot(
    {
      ...common,
      ...sizeOf(fallElement),
      padding: [9, 14, 0, 0],
      scales: { x: { time: true }, y: { range: (_plot, min) => [Math.min(min * 1.2, leastFall(curve)), 0] } },
      axes: [
        { ...axis, size: 24, gap: 4, grid, space: 80, values: timeLabels(zone) },
        { ...money, space: 24, values: curve.kind === "equity" ? percentLabels : moneyLabels },
      ],
      series: [{}, { ...path, stroke: palette.loss, width: 1.25, fill: `${palette.loss}2e`, points: { show: false } }],
    },
    dataOf(curve.timesMs, curve.falls),
    fallElement,
  );
  sync.sub(upper);
  sync.sub(lower);
  return [upper, lower];
}

function dataOf(timesMs: readonly number[], values: readonly number[]): uPlot.AlignedData {
  return [timesMs.map((at) => at / 1e3), [...values]];
}

/** Few points are seen as points: a line of two says little. */
function dots(curve: EquityCurve, palette: Palette): uPlot.Series.Points {
  return { show: curve.timesMs.length <= 40, size: 5, fill: palette.accent, stroke: palette.accent };
}

/** Between two trades nothing changes: steps, not slopes. */
function pathOf({ step }: EquityCurve): { paths?: uPlot.Series.PathBuilder } {
  const stepped = step === "trade" ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
  return stepped ? { paths: stepped } : {};
}

/** An account that never fell still has an axis: a tenth of a percent. */
function leastFall({ kind, values }: EquityCurve): number {
  return kind === "equity" ? -0.001 : -0.001 * (Math.max(...values.map(Math.abs)) || 1);
}

function lowest(self: uPlot): number {
  return self.scales["y"]?.min ?? 0;
}

function roomy(min: number, max: number): [number, number] {
  const room = (max - min || Math.abs(max) || 1) * 0.08;
  return [min - room, max + room];
}

function sizeOf(element: HTMLElement): { width: number; height: number } {
  return { width: Math.max(80, element.clientWidth), height: Math.max(40, element.clientHeight) };
}

const moneyLabels: uPlot.Axis.DynamicValues = (_plot, splits) => splits.map((value) => axisMoney(value, splits));
const percentLabels: uPlot.Axis.DynamicValues = (_plot, splits) => splits.map((value) => percentText(value));

/** Round steps need no digits after the point. */
function axisMoney(value: number, splits: readonly number[]): string {
  const isWhole = splits.every((split) => Number.isInteger(split));
  if (Math.abs(value) >= 1e6) return `${shortMoney(String(+(value / 1e6).toPrecision(4)))}M`;
  return shortMoney(isWhole ? String(value) : String(+value.toPrecision(7)));
}

/** Days, or the time of day where the steps are shorter. */
function timeLabels(zone: TimeZoneChoice): uPlot.Axis.DynamicValues {
  return (_plot, splits, _axis, _space, stepSeconds) => {
    let lastDay = "";
    return splits.map((seconds) => {
      const time = new Date(seconds * 1e3).toISOString();
      const day = dayText(time, zone);
      const isNew = day !== lastDay;
      lastDay = day;
      if (stepSeconds >= 86_400 * 300) return time.slice(0, 4);
      if (stepSeconds >= 86_400 * 28) return `${day.split(" ")[1]} ${time.slice(0, 4)}`;
      return isNew || stepSeconds >= 86_400 ? day : clockText(time, zone).slice(0, 5);
    });
  };
}
