import {
  DECISION_EVENT_TYPES,
  InstantSorter,
  LEDGER_EVENT_TYPES,
  LoggedStatement,
  NoTrade,
  RISK_EVENT_TYPES,
  STATEMENT_EVENT_TYPES,
  SYSTEM_EVENT_TYPES,
  assembleTrades,
  reconcile,
  tradeJournal,
} from "@daybook/analytics";
import type { Period, Reconciliation, Trade, TradeJournal, TradingEvent } from "@daybook/analytics";
import { readStatement } from "@daybook/importers";
import { DaybookError } from "@daybook/protocol";
import { typesCondition } from "./conditions.ts";
import type { ReportCondition } from "./conditions.ts";
import type { ReportSource } from "./report-room.ts";

/** A trade's whole life. */
export interface TradeLife {
  /** Null when no close was logged, or nothing but orders. */
  readonly trade: Trade | null;
  readonly journal: TradeJournal;
  readonly events: readonly TradingEvent[];
}

/** A trade has dozens of events; one with more is not read to its end. */
const MAX_TRADE_EVENTS = 20_000;
/** Before an entry, signals and decisions without a number of their own are looked for so long. */
const SIGNAL_LOOKBACK_MS = 10 * 60_000;

/** Throws DAYBOOK_HTTP_NOT_FOUND when no event has the number. */
export async function readTradeLife(source: ReportSource, id: string, signal?: AbortSignal): Promise<TradeLife> {
  const own = await collect(source, { where: "(trade_id = {id:String} OR id = {id:String})", params: { id } }, signal);
  if (own.length === 0)
    throw new DaybookError("DAYBOOK_HTTP_NOT_FOUND", `no event names the trade ${JSON.stringify(id)}`);
  const orders = distinct(own.map(({ order_id: order }) => order));
  const requests = distinct(own.map(({ request_id: request }) => request));
  const linked = await collect(
    source,
    {
      where: "(order_id IN {orders:Array(String)} OR request_id IN {requests:Array(String)})",
      params: { orders, requests },
    },
    signal,
  );
  const known = new Map([...own, ...linked].map((event) => [event.seq, event]));
  const trade = assembleTrades([...known.values()]).trades.find((one) => one.id === id) ?? null;
  for (const event of await around(source, trade, own, signal)) known.set(event.seq, event);
  const events = [...known.values()];
  const key = trade ?? { id, order_ids: orders };
  const journal = tradeJournal(key, events);
  const shown = new Set(journal.steps.map((step) => step.event_id));
  return { trade, journal, events: events.filter((event) => shown.has(event.id ?? "")) };
}

/** Signals and decisions of the symbol before and within the trade: they may name no trade. */
async function around(
  source: ReportSource,
  trade: Trade | null,
  own: readonly TradingEvent[],
  signal?: AbortSignal,
): Promise<TradingEvent[]> {
  const symbol = trade?.symbol ?? own.find((event) => event.symbol !== undefined)?.symbol;
  if (symbol === undefined) return [];
  const times = own.map(({ timestamp }) => timestamp).sort();
  const first = trade?.entry_time ?? times[0] ?? "";
  const start = new Date(Date.parse(first) - SIGNAL_LOOKBACK_MS).toISOString().replace("Z", "000Z");
  const last = new Date(Date.parse(times.at(-1) as string) + 1).toISOString().replace("Z", "000Z");
  const { where, params } = typesCondition({ start, end: last }, [...DECISION_EVENT_TYPES, ...RISK_EVENT_TYPES]);
  return collect(source, { where: `symbol = {symbol:String} AND ${where}`, params: { ...params, symbol } }, signal);
}

/** Signals of a time that did not become orders. */
export async function readNoTrade(source: ReportSource, period: Period, signal?: AbortSignal) {
  const types = [
    ...DECISION_EVENT_TYPES,
    ...RISK_EVENT_TYPES,
    ...SYSTEM_EVENT_TYPES,
    ...LEDGER_EVENT_TYPES,
    "market_status",
  ];
  const wanted = types.filter((type) => type !== "price" && type !== "position_snapshot" && type !== "api_call");
  const noTrade = new NoTrade();
  const sorter = new InstantSorter((event) => noTrade.add(event));
  await source.scan(typesCondition(period, [...new Set(wanted)]), (event) => sorter.add(event), signal);
  sorter.flush();
  return noTrade.finish();
}

/** A statement held against what was logged in its time, with the lines of it that could not be read. */
export async function readReconciliation(
  source: ReportSource,
  period: Period,
  csv: Uint8Array,
  signal?: AbortSignal,
): Promise<Reconciliation & { unread: { line: number; reason: string }[] }> {
  const { entries, faults } = await readStatement(csv);
  const times = entries.map(({ time }) => time).sort();
  const logged = new LoggedStatement();
  const sorter = new InstantSorter((event) => logged.add(event));
  // The statement's own time, a day wider, when none was given: what it does not cover is not missing in it.
  const [first, last] = [times[0], times.at(-1)];
  const span = { start: period.start ?? first ?? null, end: period.end ?? (last === undefined ? null : after(last)) };
  await source.scan(typesCondition(span, STATEMENT_EVENT_TYPES), (event) => sorter.add(event), signal);
  sorter.flush();
  const stated = entries.map(({ line, fee_currency: _, ...entry }) => ({ ...entry, ref: `line ${line}` }));
  return { ...reconcile(logged.rows, stated), unread: faults };
}

function after(time: string): string {
  return new Date(Date.parse(time) + 1).toISOString().replace("Z", "000Z");
}

async function collect(
  source: ReportSource,
  condition: ReportCondition,
  signal?: AbortSignal,
): Promise<TradingEvent[]> {
  const events: TradingEvent[] = [];
  await source.scan(condition, (event) => void (events.length < MAX_TRADE_EVENTS && events.push(event)), signal);
  return events;
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}
