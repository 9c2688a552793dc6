import type { TradingEvent } from "../events/trading-event.ts";
import { microsOf } from "./instant.ts";
import type { JournalStep, StepKind } from "./journal-step.ts";
import { STEP_KINDS, kindOf, summaryOf } from "./journal-step.ts";
import { MAX_STEPS, SIGNAL_HORIZON_US } from "./limits.ts";
import { RepeatIds } from "./repeat-ids.ts";

/** What is known of a trade before its events are read; a `Trade` is one. */
export interface TradeKey {
  readonly id: string;
  readonly symbol?: string;
  readonly strategy?: string;
  readonly entry_time?: string;
  readonly exit_time?: string;
  readonly order_ids?: readonly string[];
  readonly event_ids?: readonly string[];
}

/** Microseconds between the first step of a kind and the first of the next; null where one of them is missing. */
export interface StageLatencies {
  readonly signal_to_decision_us: number | null;
  readonly decision_to_order_us: number | null;
  readonly order_to_ack_us: number | null;
  readonly ack_to_fill_us: number | null;
  readonly signal_to_fill_us: number | null;
  readonly signal_to_entry_us: number | null;
  readonly entry_to_exit_us: number | null;
}

export interface TradeJournal {
  readonly trade_id: string;
  readonly steps: readonly JournalStep[];
  readonly stages: StageLatencies;
  /** Steps behind those that are listed. */
  readonly steps_left_out: number;
}

/**
 * A trade's whole life, oldest first, out of events in any order, which may be of other trades too. Events belong to it by
 * its `trade_id`, by one of its orders, or by a request that its events name; signals, decisions and limits without any id
 * belong to it when they are of its symbol and strategy, from the newest signal before the entry to the exit.
 */
export function tradeJournal(trade: TradeKey, events: Iterable<TradingEvent>): TradeJournal {
  const steps = toSteps(ofTrade(trade, [...events]));
  return {
    trade_id: trade.id,
    steps: steps.slice(0, MAX_STEPS),
    stages: stagesOf(steps),
    steps_left_out: Math.max(0, steps.length - MAX_STEPS),
  };
}

function ofTrade(trade: TradeKey, events: readonly TradingEvent[]): TradingEvent[] {
  const orders = new Set(trade.order_ids);
  const requests = new Set<string>();
  const ids = new Set(trade.event_ids);
  const found = new Set<TradingEvent>();
  // An order may be known by its request, and its fills by the order only.
  for (let before = -1; found.size > before;) {
    before = found.size;
    for (const event of events) {
      if (found.has(event) || !isLinked(event, trade, { orders, requests, ids })) continue;
      found.add(event);
      if (event.order_id !== undefined) orders.add(event.order_id);
      if (event.request_id !== undefined) requests.add(event.request_id);
    }
  }
  return [...found, ...nearby(trade, events, found)];
}

interface Links {
  readonly orders: ReadonlySet<string>;
  readonly requests: ReadonlySet<string>;
  readonly ids: ReadonlySet<string>;
}

function isLinked(event: TradingEvent, trade: TradeKey, { orders, requests, ids }: Links): boolean {
  if (event.trade_id === trade.id || (event.id !== undefined && ids.has(event.id))) return true;
  if (event.order_id !== undefined && orders.has(event.order_id)) return true;
  // One request may lead to several trades, in several symbols.
  if (event.request_id === undefined || !requests.has(event.request_id) || event.trade_id !== undefined) return false;
  return event.symbol === undefined || trade.symbol === undefined || event.symbol === trade.symbol;
}

const NEARBY_KINDS: ReadonlySet<StepKind> = new Set(["signal", "decision", "sizing", "risk", "exit_signal"]);

/** Events without any id that are of the trade's symbol and strategy, while it was wanted or open. */
function nearby(
  trade: TradeKey,
  events: readonly TradingEvent[],
  found: ReadonlySet<TradingEvent>,
): readonly TradingEvent[] {
  const entry = trade.entry_time ?? [...found].find((event) => kindOf(event) === "entry")?.timestamp;
  const symbol = trade.symbol ?? [...found].find((event) => event.symbol !== undefined)?.symbol;
  if (entry === undefined || symbol === undefined) return [];
  const entryUs = microsOf(entry);
  const candidates = events.filter((event) => {
    const kind = kindOf(event);
    if (kind === undefined || !NEARBY_KINDS.has(kind) || found.has(event)) return false;
    if (event.trade_id !== undefined || event.order_id !== undefined || event.request_id !== undefined) return false;
    const strategy = event.strategy ?? trade.strategy;
    return event.symbol === symbol && (trade.strategy === undefined || strategy === trade.strategy);
  });
  const signals = candidates.filter((event) => kindOf(event) === "signal").map((event) => microsOf(event.timestamp));
  const from = Math.max(...signals.filter((us) => us <= entryUs && entryUs - us <= SIGNAL_HORIZON_US));
  const exitUs = trade.exit_time === undefined ? lastOf(found) : microsOf(trade.exit_time);
  return candidates.filter((event) => {
    const us = microsOf(event.timestamp);
    const isLaterSignal = kindOf(event) === "signal" && us > entryUs;
    return from > 0 && us >= from && us <= exitUs && !isLaterSignal;
  });
}

function lastOf(events: ReadonlySet<TradingEvent>): number {
  return [...events].reduce((latest, { timestamp }) => Math.max(latest, microsOf(timestamp)), 0);
}

function toSteps(events: readonly TradingEvent[]): JournalStep[] {
  const repeats = new RepeatIds();
  const steps: JournalStep[] = [];
  let before = Number.NaN;
  for (const event of events.toSorted(compareSteps)) {
    const kind = kindOf(event);
    if (kind === undefined || repeats.isRepeat(event)) continue;
    const us = microsOf(event.timestamp);
    const explanation = event.data?.["explanation"];
    steps.push({
      kind,
      timestamp: event.timestamp,
      latency_from_previous_us: Number.isNaN(us - before) ? null : us - before,
      event_id: event.id ?? "",
      event_type: event.event_type,
      order_id: event.order_id ?? "",
      summary: summaryOf(kind, event),
      ...(explanation === undefined || explanation === null ? {} : { explanation }),
    });
    before = us;
  }
  return steps;
}

function compareSteps(a: TradingEvent, b: TradingEvent): number {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp ? -1 : 1;
  if (a.seq !== undefined && b.seq !== undefined && a.seq !== b.seq) return a.seq - b.seq;
  const rank = rankOf(a) - rankOf(b);
  return rank === 0 ? compareText(a.id, b.id) : rank;
}

function rankOf(event: TradingEvent): number {
  const kind = kindOf(event);
  return kind === undefined ? -1 : STEP_KINDS.indexOf(kind);
}

function compareText(a = "", b = ""): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function stagesOf(steps: readonly JournalStep[]): StageLatencies {
  const first = (...kinds: readonly StepKind[]): number => {
    const step = steps.find(({ kind }) => kinds.includes(kind));
    return step === undefined ? Number.NaN : microsOf(step.timestamp);
  };
  const between = (from: number, to: number): number | null => (Number.isNaN(to - from) ? null : to - from);
  const [signal, decision, order, ack] = [first("signal"), first("decision"), first("order"), first("ack")];
  const [fill, entry] = [first("partial_fill", "fill"), first("entry")];
  const exit = steps.findLast(({ kind }) => kind === "exit");
  return {
    signal_to_decision_us: between(signal, decision),
    decision_to_order_us: between(decision, order),
    order_to_ack_us: between(order, ack),
    ack_to_fill_us: between(ack, fill),
    signal_to_fill_us: between(signal, fill),
    signal_to_entry_us: between(signal, entry),
    entry_to_exit_us: between(entry, exit === undefined ? Number.NaN : microsOf(exit.timestamp)),
  };
}
