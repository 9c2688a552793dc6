import type { PerformanceReport } from "@daybook/analytics";
import { dayBounds } from "./day-bounds.ts";

/** The account through time: what the chart draws. Times are epoch milliseconds, ascending. */
export interface EquityCurve {
  /** `equity`: money of the account; `pnl`: sum of the results, where no balance is known. */
  readonly kind: "equity" | "pnl";
  /** One point an evening, or one a trade where the days are few. */
  readonly step: "day" | "trade";
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
  /** Value / running peak − 1, 0 or less; in money below the peak where no balance is known. */
  readonly falls: readonly number[];
}

/** Fewer days than this make no line: then each trade is a point. */
const LEAST_DAYS = 4;

type Report = Pick<
  PerformanceReport,
  "days" | "trade_list" | "trades_left_out" | "starting_equity" | "first_day" | "convention"
>;

export function equityCurve(report: Report): EquityCurve | undefined {
  const { days, trade_list: trades, trades_left_out: leftOut } = report;
  const [first] = days;
  if (first === undefined) return undefined;
  const isByTrade = days.length < LEAST_DAYS && trades.length > 0 && leftOut === 0;
  const points = isByTrade ? byTrade(report, first) : byDay(report, first);
  const kind = first.equity === null ? "pnl" : "equity";
  return {
    kind,
    step: isByTrade ? "trade" : "day",
    timesMs: points.map(([at]) => at),
    values: points.map(([, value]) => value),
    falls: fallsOf(
      points.map(([, value]) => value),
      kind,
    ),
  };
}

/** The first point is what there was in the first morning. */
function morningOf(first: Report["days"][number]): number {
  return first.equity === null ? 0 : Number(first.equity) - Number(first.pnl) - Number(first.deposits);
}

function byDay({ days, convention }: Report, first: Report["days"][number]): [number, number][] {
  const points: [number, number][] = [[dayBounds(first.day, convention).startMs, morningOf(first)]];
  let sum = 0;
  for (const row of days) {
    sum += Number(row.pnl);
    points.push([dayBounds(row.day, convention).endMs, row.equity === null ? sum : Number(row.equity)]);
  }
  return points;
}

function byTrade({ trade_list: trades, convention }: Report, first: Report["days"][number]): [number, number][] {
  let value = morningOf(first);
  const startMs = dayBounds(first.day, convention).startMs;
  const closes = trades
    .map((trade): [number, number] => [Date.parse(trade.exit_time), Number(trade.pnl)])
    .sort(([a], [b]) => a - b);
  const points: [number, number][] = [[Math.min(startMs, closes[0]?.[0] ?? startMs), value]];
  for (const [at, pnl] of closes) {
    value += pnl;
    const last = points.at(-1);
    // Trades of one instant are one point: an axis of time takes each instant once.
    if (last?.[0] === at) last[1] = value;
    else points.push([at, value]);
  }
  return points;
}

function fallsOf(values: readonly number[], kind: EquityCurve["kind"]): number[] {
  let peak = values[0] ?? 0;
  return values.map((value) => {
    peak = Math.max(peak, value);
    if (kind === "pnl") return value - peak;
    return peak > 0 ? value / peak - 1 : 0;
  });
}

export interface BrushedPeriod {
  readonly startMs: number;
  readonly endMs: number;
  readonly trades: number;
  /** Sum of float64: for a caption. */
  readonly pnl: number;
}

/** What happened between two moments of the curve, by the trades' closes; undefined trades are those left out of the list. */
export function brushedPeriod(report: Report, startMs: number, endMs: number): BrushedPeriod {
  const closed = report.trade_list.filter(({ exit_time: exit }) => {
    const at = Date.parse(exit);
    return at >= startMs && at < endMs;
  });
  return { startMs, endMs, trades: closed.length, pnl: closed.reduce((sum, { pnl }) => sum + Number(pnl), 0) };
}
