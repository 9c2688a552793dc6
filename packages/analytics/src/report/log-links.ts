import type { DayClock } from "../calendar/day-clock.ts";
import type { PerformanceReport, Period } from "./performance-report.ts";
import type { Trade } from "../trades/trade.ts";

/** A search that shows the log lines behind a figure: a query of the search language and a time, `end` not included. */
export interface LogLink {
  readonly query: string;
  readonly start: string | null;
  readonly end: string | null;
}

/** Lines that close a trade, one each. */
const CLOSING = "event_type:(trade_exit OR position_closed)";
const FILLING = "event_type:(order_filled OR order_partially_filled OR trade_executed)";

/** The part of a report that links need. */
export type LinkedReport = Pick<PerformanceReport, "period" | "trade_list" | "convention">;

/** What closed the trades of a report: all of them, or those of which `filter` (in the search language) tells. */
export function closingLines(report: LinkedReport, filter = "", period: Period = report.period): LogLink {
  const source = report.trade_list[0]?.source ?? "events";
  const base = source === "fills" ? FILLING : CLOSING;
  return { query: filter === "" ? base : `${base} ${filter}`, start: period.start, end: period.end };
}

export function symbolLines(report: LinkedReport, symbol: string): LogLink {
  return closingLines(report, `symbol:${quoted(symbol)}`);
}

export function strategyLines(report: LinkedReport, strategy: string): LogLink {
  return closingLines(report, strategy === "" ? "-strategy:*" : `strategy:${quoted(strategy)}`);
}

export function dayLines(report: LinkedReport, day: string, clock: DayClock): LogLink {
  return closingLines(report, "", { start: clock.startOf(day), end: clock.endOf(day) });
}

/** Everything that was logged with the trade's number, or its fills. */
export function tradeLines(trade: Pick<Trade, "id" | "source" | "event_ids">): LogLink {
  if (trade.source === "events")
    return { query: `trade_id:${quoted(trade.id)} OR id:${quoted(trade.id)}`, start: null, end: null };
  const ids = trade.event_ids.slice(0, MAX_LINKED_IDS).map(quoted).join(" OR ");
  return { query: `id:(${ids})`, start: null, end: null };
}

/** A query has a greatest length. */
const MAX_LINKED_IDS = 20;

/** A value as the search language takes it whole. */
export function quoted(value: string): string {
  return `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
}
