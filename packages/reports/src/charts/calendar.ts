import type { DayRow } from "@daybook/analytics";
import { MAX_CALENDAR_YEARS } from "../limits.ts";
import { frameOf, MONTH_NAMES } from "./chart-frame.ts";
import type { ChartOption, ChartSize } from "./chart-frame.ts";
import type { Palette } from "./palette.ts";

const WIDE = { cell: 15, left: 34, weeks: 54 };
/** Half a year in a row. */
const NARROW = { cell: 11, left: 30, weeks: 28 };
const TOP_PX = 24;
const GAP_PX = 14;

function measuresOf(width: number): typeof WIDE {
  return width >= WIDE.left + WIDE.weeks * WIDE.cell ? WIDE : NARROW;
}

function blockHeight({ cell }: typeof WIDE): number {
  return TOP_PX + 7 * cell + GAP_PX;
}

/** Days of one row of the picture. */
export interface CalendarBlock {
  /** `YYYY-MM-DD`, both included. */
  readonly first: string;
  readonly last: string;
  readonly label: string;
}

/** Years, or half-years where there is little room; the newest {@link MAX_CALENDAR_YEARS} of them. */
export function calendarBlocks(days: readonly DayRow[], width: number): CalendarBlock[] {
  const isWide = measuresOf(width) === WIDE;
  const names = new Set<string>();
  for (const { day } of days)
    names.add(isWide ? day.slice(0, 4) : `${day.slice(0, 4)}-${day.slice(5, 7) < "07" ? 1 : 2}`);
  const newest = [...names].slice(-(isWide ? MAX_CALENDAR_YEARS : 2 * MAX_CALENDAR_YEARS));
  return newest.map((name) => {
    const [year = "", half] = name.split("-");
    const first = `${year}-${half === "2" ? "07-01" : "01-01"}`;
    const last = `${year}-${half === "1" ? "06-30" : "12-31"}`;
    return { first, last, label: year };
  });
}

/** Height in CSS pixels that all blocks of {@link calendarOption} need. */
export function calendarHeight(days: readonly DayRow[], width: number): number {
  return calendarBlocks(days, width).length * blockHeight(measuresOf(width));
}

/**
 * Days as cells, Monday on top; a stronger colour is a larger result. Losses have a minus sign, so that paper without
 * colour tells them too. Series n is block n; the index of a cell is that of the day in {@link calendarCells}.
 */
export function calendarOption(days: readonly DayRow[], palette: Palette, size: ChartSize): ChartOption {
  const blocks = calendarBlocks(days, size.width);
  const levelOf = levels(days);
  const measures = measuresOf(size.width);
  const { cell, left } = measures;
  return {
    ...frameOf(palette),
    visualMap: {
      show: false,
      type: "piecewise",
      dimension: 1,
      pieces: LEVELS.map((level) => ({ value: level, color: colourOf(level, palette) })),
    },
    calendar: blocks.map((block, at) => ({
      range: [block.first, block.last],
      left,
      top: at * blockHeight(measures) + TOP_PX,
      cellSize: [cell, cell],
      splitLine: { show: false },
      itemStyle: { color: palette.empty, borderColor: palette.surface, borderWidth: 2 },
      dayLabel: {
        firstDay: 1,
        color: palette.muted,
        fontSize: 10,
        margin: 5,
        nameMap: ["", "Mon", "", "Wed", "", "Fri", ""],
      },
      monthLabel: { color: palette.muted, fontSize: 10, formatter: monthLabel, margin: 5, align: "left" },
      yearLabel: { show: false },
    })),
    series: blocks.map((block, at) => ({
      type: "heatmap",
      coordinateSystem: "calendar",
      calendarIndex: at,
      data: calendarCells(days, block).map((row) => cellOf(row, levelOf(row), palette)),
      emphasis: { disabled: true },
    })),
  };
}

/** The first month of a row says the year. */
function monthLabel({ M, yyyy }: { readonly M: string | number; readonly yyyy: string | number }): string {
  const name = MONTH_NAMES[Number(M) - 1] ?? "";
  return Number(M) === 1 || Number(M) === 7 ? `${name} ${yyyy}` : name;
}

/** The days of a block, in the order of the cells. */
export function calendarCells(days: readonly DayRow[], block: CalendarBlock): DayRow[] {
  return days.filter(({ day }) => day >= block.first && day <= block.last);
}

function cellOf(row: DayRow, level: number, palette: Palette) {
  const isStrong = Math.abs(level) > 2;
  return {
    value: [row.day, level],
    itemStyle: { borderColor: palette.surface, borderWidth: 2, borderRadius: 4 },
    label:
      level < 0
        ? {
            show: true,
            formatter: "−",
            fontSize: 10,
            fontWeight: 700,
            color: isStrong ? palette.onStrong : palette.onWeak,
          }
        : { show: false },
  };
}

/** −4 … −1 lost, 1 … 4 won; 0 came to nothing; 9 had no trade. */
const LEVELS = [-4, -3, -2, -1, 0, 1, 2, 3, 4, 9] as const;
const NO_TRADE = 9;

function colourOf(level: number, palette: Palette): string {
  if (level === NO_TRADE) return palette.empty;
  if (level > 0) return palette.gains[level - 1] ?? palette.gain;
  return level < 0 ? (palette.losses[-level - 1] ?? palette.loss) : palette.flat;
}

/** By quarters of the sorted sizes: one outlier does not pale all other days. */
function levels(days: readonly DayRow[]): (row: DayRow) => number {
  const sizes = days.map(({ pnl }) => Math.abs(Number(pnl))).filter((size) => size > 0);
  sizes.sort((a, b) => a - b);
  const bounds = [0.25, 0.5, 0.75].map((share) => sizes[Math.floor(share * sizes.length)] ?? 0);
  return ({ pnl, trades }) => {
    const value = Number(pnl);
    if (value === 0) return trades > 0 ? 0 : NO_TRADE;
    const level = 1 + bounds.filter((bound) => Math.abs(value) >= bound && sizes.length > 3).length;
    return Math.sign(value) * (sizes.length > 3 ? level : 3);
  };
}
