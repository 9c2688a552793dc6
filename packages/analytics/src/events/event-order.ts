import type { TradingEvent } from "./trading-event.ts";

/** Within one instant a trade begins before it is changed and ends last; balances and prices are known before it. */
const RANK: Readonly<Record<string, number>> = {
  account_balance: 0,
  price: 0,
  deposit: 1,
  withdrawal: 1,
  trade_entry: 2,
  position_adjusted: 4,
  trade_partial_exit: 5,
  stop_loss_hit: 6,
  take_profit_hit: 6,
  trade_exit: 7,
  position_closed: 7,
};
const USUAL_RANK = 3;

/**
 * The order in which analysis reads: by time, then by what must come first, then by journal number; without one, by id.
 * It depends on nothing but the events, so the order in which they arrived changes no figure.
 */
export function compareEvents(a: TradingEvent, b: TradingEvent): number {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp ? -1 : 1;
  const rank = (RANK[a.event_type] ?? USUAL_RANK) - (RANK[b.event_type] ?? USUAL_RANK);
  if (rank !== 0) return rank;
  if (a.seq !== undefined && b.seq !== undefined && a.seq !== b.seq) return a.seq - b.seq;
  return compareText(a.trade_id, b.trade_id) || compareText(a.order_id, b.order_id) || compareText(a.id, b.id);
}

function compareText(a = "", b = ""): number {
  if (a === b) return 0;
  // Exchanges count their trades: "9" comes before "10".
  return a.length - b.length || (a < b ? -1 : 1);
}

/**
 * Knows an event that was written twice. The events come in order of time, and a copy has the time of its original: what
 * is remembered is one instant.
 */
export class RepeatFilter {
  #instant = "";
  readonly #seen = new Set<string>();
  repeats = 0;

  isRepeat(event: TradingEvent): boolean {
    if (event.timestamp !== this.#instant) {
      this.#instant = event.timestamp;
      this.#seen.clear();
    }
    const keys = keysOf(event);
    const isRepeat = keys.some((key) => this.#seen.has(key));
    if (isRepeat) this.repeats++;
    for (const key of keys) this.#seen.add(key);
    return isRepeat;
  }
}

/**
 * By id, and, where the event names its trade or order, by everything that it says: a file that was read in twice has other
 * ids. Two fills of one order without an exchange's number may be alike and are both real.
 */
function keysOf(event: TradingEvent): string[] {
  const { id, event_type, trade_id, order_id, symbol, side, quantity, price, pnl, fees, exchange } = event;
  const keys = id === undefined ? [] : [`#${id}`];
  const isFill = event_type === "order_filled" || event_type === "order_partially_filled";
  if (trade_id !== undefined || (order_id !== undefined && !isFill)) {
    keys.push([event_type, trade_id, order_id, exchange, symbol, side, quantity, price, pnl, fees].join("\u0000"));
  }
  return keys;
}
