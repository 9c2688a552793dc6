import type { TradingEvent } from "../events/trading-event.ts";
import type { Booking, Trade, TradeSink } from "./trade.ts";

/** Results of fills that wait at most for an entry that tells the same. */
export const MAX_WAITING = 100_000;

type Strategies = Map<string, Set<string>>;
type Waiting = { readonly trade: Trade } | { readonly booking: Booking };

/**
 * Chooses between entries and fills of one symbol and strategy: what both tell counts once, and entries are the ones that
 * count. Results of fills wait until the end, since entries may still come. A symbol whose fills wait when there are
 * {@link MAX_WAITING} of them is told by its fills from then on, and its entries are left out: memory has an end.
 */
export class SourceChoice {
  readonly #next: TradeSink;
  readonly #maxWaiting: number;
  /** Strategies, by symbol, that log entries and exits. */
  readonly #told: Strategies = new Map();
  /** Strategies, by symbol, of which the fills count, whatever comes. */
  readonly #byFills: Strategies = new Map();
  #waiting: Waiting[] = [];

  constructor(next: TradeSink, maxWaiting: number = MAX_WAITING) {
    this.#next = next;
    this.#maxWaiting = maxWaiting;
  }

  /** An entry, an exit or what changes a trade; false when it must be left out. */
  take({ event_type: type, symbol = "", strategy = "" }: TradingEvent): boolean {
    if (this.#byFills.size > 0 && isAmong(this.#byFills, symbol, strategy)) return false;
    if (type === "trade_entry" || type === "trade_exit") note(this.#told, symbol, strategy);
    return true;
  }

  /** Whether entries and exits tell of it. */
  isTold({ symbol, strategy }: { readonly symbol: string; readonly strategy: string }): boolean {
    return isAmong(this.#told, symbol, strategy);
  }

  /** Where fills put their results. */
  get sink(): TradeSink {
    return {
      trade: (trade) => this.#wait(trade, { trade }),
      booking: (booking) => this.#wait(booking, { booking }),
    };
  }

  /** Hands on what no entry has told. */
  finish(): void {
    for (const one of this.#waiting) this.#release(one);
    this.#waiting = [];
  }

  #wait(result: Trade | Booking, one: Waiting): void {
    const { symbol, strategy } = result;
    if (this.isTold(result)) return;
    if (isAmong(this.#byFills, symbol, strategy)) return this.#release(one);
    this.#waiting.push(one);
    if (this.#waiting.length < this.#maxWaiting) return;
    for (const item of this.#waiting) {
      const waited = resultOf(item);
      if (!this.isTold(waited)) note(this.#byFills, waited.symbol, waited.strategy);
    }
    this.finish();
  }

  #release(one: Waiting): void {
    if (this.isTold(resultOf(one))) return;
    if ("trade" in one) this.#next.trade(one.trade);
    else this.#next.booking?.(one.booking);
  }
}

function note(strategies: Strategies, symbol: string, strategy: string): void {
  const known = strategies.get(symbol);
  if (known === undefined) strategies.set(symbol, new Set([strategy]));
  else known.add(strategy);
}

/** One that names no strategy may be any. */
function isAmong(strategies: Strategies, symbol: string, strategy: string): boolean {
  const known = strategies.get(symbol);
  return known !== undefined && (known.has(strategy) || strategy === "" || known.has(""));
}

function resultOf(one: Waiting): Trade | Booking {
  return "trade" in one ? one.trade : one.booking;
}
