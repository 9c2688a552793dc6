import type { Direction } from "../events/trading-event.ts";
import type { Trade } from "../trades/trade.ts";
import { microsOf } from "./instant.ts";
import { MAX_DECISIONS_PER_TRADE, MAX_PENDING, OUTCOME_HORIZON_US } from "./limits.ts";
import { RecentMap } from "./recent-map.ts";

/** A decision to trade whose outcome is not known yet. */
export interface PendingDecision {
  readonly model: string;
  readonly us: number;
  readonly confidence: number | undefined;
  readonly direction: Direction | undefined;
}

/** Decisions that wait for their trade: by its id, else by symbol and strategy. */
export class PendingDecisions {
  readonly #byTrade = new RecentMap<PendingDecision[]>(MAX_PENDING, ({ length }) => (this.#forgotten += length));
  readonly #bySymbol = new RecentMap<PendingDecision[]>(MAX_PENDING, ({ length }) => (this.#forgotten += length));
  #forgotten = 0;

  /** Decisions that were forgotten before their trade came. */
  get forgotten(): number {
    return this.#forgotten;
  }

  add(decision: PendingDecision, tradeId: string | undefined, symbol: string, strategy: string): void {
    const [map, key] = tradeId === undefined ? [this.#bySymbol, near(symbol, strategy)] : [this.#byTrade, tradeId];
    const list = map.get(key) ?? [];
    if (list.length >= MAX_DECISIONS_PER_TRADE) {
      list.shift();
      this.#forgotten++;
    }
    list.push(decision);
    // A symbol that is decided on again is not as old as its first decision.
    map.delete(key);
    map.set(key, list);
  }

  /** The newest decision of each model that led to the trade; none of them is given again. */
  take(trade: Trade): PendingDecision[] {
    const entryUs = microsOf(trade.entry_time);
    const told = newestBefore(this.#byTrade.get(trade.id) ?? [], entryUs);
    if (told.length > 0) {
      this.#byTrade.delete(trade.id);
      return told;
    }
    const wanted: Direction = trade.side === "long" ? 1 : -1;
    for (const strategy of new Set([trade.strategy, ""])) {
      const key = near(trade.symbol, strategy);
      const all = this.#bySymbol.get(key) ?? [];
      const fits = all.filter(
        ({ us, direction }) => entryUs - us <= OUTCOME_HORIZON_US && (direction === undefined || direction === wanted),
      );
      const found = newestBefore(fits, entryUs);
      if (found.length === 0) continue;
      // What came before the trade is used up by it; what came after waits for the next one.
      const later = all.filter(({ us }) => us > entryUs);
      if (later.length === 0) this.#bySymbol.delete(key);
      else this.#bySymbol.set(key, later);
      return found;
    }
    return [];
  }
}

function near(symbol: string, strategy: string): string {
  return JSON.stringify([symbol, strategy]);
}

function newestBefore(decisions: readonly PendingDecision[], us: number): PendingDecision[] {
  const byModel = new Map<string, PendingDecision>();
  for (const decision of decisions) if (decision.us <= us) byModel.set(decision.model, decision);
  return [...byModel.values()];
}
