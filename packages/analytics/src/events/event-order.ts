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
 * is remembered is one instant, and nothing is looked up while instants differ.
 */
export class RepeatFilter {
  #first: TradingEvent | undefined;
  readonly #ids = new Set<string>();
  /** By the trade or order that they name. */
  readonly #named = new Map<string, TradingEvent[]>();
  #isAlone = true;
  repeats = 0;

  isRepeat(event: TradingEvent): boolean {
    if (this.#first?.timestamp !== event.timestamp) {
      this.#first = event;
      if (!this.#isAlone) {
        this.#ids.clear();
        this.#named.clear();
        this.#isAlone = true;
      }
      return false;
    }
    if (this.#isAlone) {
      this.#isAlone = false;
      this.#note(this.#first);
    }
    const isRepeat = this.#note(event);
    if (isRepeat) this.repeats++;
    return isRepeat;
  }

  /**
   * By id, and, where the event names its trade or order, by everything that it says: a file that was read in twice has
   * other ids. Two fills of one order without an exchange's number may be alike and are both real.
   */
  #note(event: TradingEvent): boolean {
    const { id, event_type, trade_id, order_id } = event;
    let isRepeat = id !== undefined && this.#ids.has(id);
    if (id !== undefined) this.#ids.add(id);
    const isFill = event_type === "order_filled" || event_type === "order_partially_filled";
    const name = trade_id ?? (isFill ? undefined : order_id);
    if (name === undefined) return isRepeat;
    const others = this.#named.get(name);
    if (others === undefined) this.#named.set(name, [event]);
    else if (others.some((other) => saysTheSame(other, event))) isRepeat = true;
    else others.push(event);
    return isRepeat;
  }
}

function saysTheSame(a: TradingEvent, b: TradingEvent): boolean {
  return (
    a.event_type === b.event_type &&
    a.trade_id === b.trade_id &&
    a.order_id === b.order_id &&
    a.quantity === b.quantity &&
    a.price === b.price &&
    a.pnl === b.pnl &&
    a.fees === b.fees &&
    a.symbol === b.symbol &&
    a.side === b.side &&
    a.exchange === b.exchange
  );
}
