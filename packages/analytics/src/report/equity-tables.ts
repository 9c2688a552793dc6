import { money, textOf } from "../decimal/money.ts";
import type { DailyRow } from "../equity/daily-series.ts";
import type { DayRow, DistributionBin, DrawdownRow, MonthRow } from "./performance-report.ts";

/** How many of the deepest falls a report names. */
const SHOWN_DRAWDOWNS = 5;
const BINS = 30;

/** Months of the days, with compounded returns. */
export function monthsOf(days: readonly DayRow[]): MonthRow[] {
  const months = new Map<string, DayRow[]>();
  for (const day of days) {
    const month = day.day.slice(0, 7);
    const rows = months.get(month);
    if (rows === undefined) months.set(month, [day]);
    else rows.push(day);
  }
  return [...months].map(([month, rows]) => ({
    month,
    pnl: textOf(rows.reduce((sum, { pnl }) => sum.plus(pnl), money(0))),
    return: rows.some((row) => row.return === null)
      ? null
      : rows.reduce((product, row) => product * (1 + (row.return ?? 0)), 1) - 1,
    trades: rows.reduce((sum, { trades }) => sum + trades, 0),
  }));
}

/** Drawdown after each day: growth of the returns against its highest so far, the start included. */
export function drawdownsByDay(rows: readonly DailyRow[]): (number | null)[] {
  let [growth, peak] = [1, 1];
  return rows.map((row) => {
    if (row.return === null) return null;
    growth *= 1 + row.return;
    peak = Math.max(peak, growth);
    return growth / peak - 1;
  });
}

/** The deepest falls from a peak to the day on which it was reached again. */
export function drawdownRows(days: readonly DayRow[]): DrawdownRow[] {
  const startEquity = equityBefore(days[0]);
  const found: DrawdownRow[] = [];
  let peak = -1;
  let trough = -1;
  const end = (at: number | null): void => {
    if (trough < 0) return;
    const low = days[trough] as DayRow;
    const high = peak < 0 ? startEquity : (days[peak] as DayRow).equity;
    found.push({
      depth: low.drawdown ?? 0,
      money: high === null || low.equity === null ? "0" : textOf(money(low.equity).minus(high)),
      peak: peak < 0 ? null : (days[peak] as DayRow).day,
      trough: low.day,
      recovered: at === null ? null : (days[at] as DayRow).day,
      days: (at ?? days.length - 1) - peak,
    });
    trough = -1;
  };
  days.forEach(({ drawdown }, at) => {
    if (drawdown === null) return;
    if (drawdown === 0) {
      end(at);
      peak = at;
    } else if (trough < 0 || drawdown < ((days[trough] as DayRow).drawdown ?? 0)) trough = at;
  });
  end(null);
  return found.sort((a, b) => a.depth - b.depth).slice(0, SHOWN_DRAWDOWNS);
}

/** What there was in the morning. */
function equityBefore(day: DayRow | undefined): string | null {
  return day === undefined || day.equity === null ? null : textOf(money(day.equity).minus(day.pnl).minus(day.deposits));
}

/** Results by size, in bins of a round width of which one begins at zero. */
export function distributionOf(results: Float64Array): DistributionBin[] {
  if (results.length === 0) return [];
  const least = results.reduce((a, b) => Math.min(a, b));
  const most = results.reduce((a, b) => Math.max(a, b));
  const width = roundWidth((most - least) / BINS);
  const first = Math.floor(least / width);
  const count = Math.max(1, Math.floor(most / width) - first + 1);
  const bins = new Array<number>(count).fill(0);
  for (const value of results) {
    const at = Math.min(count - 1, Math.max(0, Math.floor(value / width) - first));
    bins[at] = (bins[at] as number) + 1;
  }
  return bins.map((trades, at) => ({
    from: clean((first + at) * width, width),
    to: clean((first + at + 1) * width, width),
    trades,
  }));
}

/** 1, 2 or 5 times a power of ten, at least `width`. */
function roundWidth(width: number): number {
  if (!(width > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(width));
  return power * ([1, 2, 5, 10].find((step) => step * power >= width) ?? 10);
}

function clean(value: number, width: number): number {
  const digits = Math.min(20, Math.max(0, 1 - Math.floor(Math.log10(width))));
  return Number(value.toFixed(digits));
}
