import { quoteCurrency } from "../events/trading-event.ts";
import type { TradingEvent } from "../events/trading-event.ts";
import { firstNumber, firstText } from "./fields.ts";
import { BoundedSeries } from "./bounded-series.ts";
import type { SeriesFigures } from "./bounded-series.ts";
import { MAX_POSITIONS } from "./limits.ts";
import { RecentMap } from "./recent-map.ts";

export interface ExposureFigures {
  /** As logged: share of the equity at risk or in positions, whichever the system calls heat. */
  readonly heat: SeriesFigures;
  /** As logged. */
  readonly exposure: SeriesFigures;
  /** Σ |quantity × price| of open positions / equity at each balance, from entries, exits and snapshots. */
  readonly exposure_of_positions: SeriesFigures;
  readonly open_positions: SeriesFigures;
  /** Positions that are no longer counted, since there were too many. */
  readonly forgotten_positions: number;
}

/** What is left of a position below this is what float64 makes of differences. */
const CLOSED = 1e-12;

interface HeldPosition {
  readonly symbol: string;
  readonly strategy: string | undefined;
  readonly quantity: number;
  readonly price: number;
  readonly currency: string | undefined;
}

/** Portfolio heat and exposure through time. */
export class Exposure {
  readonly #heat = new BoundedSeries();
  readonly #logged = new BoundedSeries();
  readonly #computed = new BoundedSeries();
  readonly #open = new BoundedSeries();
  readonly #positions = new RecentMap<HeldPosition>(MAX_POSITIONS);

  add(event: TradingEvent): void {
    this.#read(event);
    switch (event.event_type) {
      case "trade_entry":
        return this.#change(event, "add");
      case "position_snapshot":
        return this.#change(event, "set");
      case "trade_partial_exit":
        return this.#change(event, "take");
      case "trade_exit":
      case "position_closed":
        return this.#positions.delete(keyOf(event));
      case "account_balance":
        return this.#weigh(event);
      default:
    }
  }

  get figures(): ExposureFigures {
    return {
      heat: this.#heat.figures("no event says the heat"),
      exposure: this.#logged.figures("no event says the exposure"),
      exposure_of_positions: this.#computed.figures("no position was logged between two balances with equity"),
      open_positions: this.#open.figures("no event says how many positions are open"),
      forgotten_positions: this.#positions.forgotten,
    };
  }

  #read(event: TradingEvent): void {
    const { timestamp, event_type: type } = event;
    const limit = type === "portfolio_heat_warning" ? "heat" : (firstText(event, "limit_name") ?? "");
    const current = firstNumber(event, "current_value");
    const heat = firstNumber(event, "heat", "portfolio_heat") ?? (/heat/i.test(limit) ? current : undefined);
    if (heat !== undefined) this.#heat.add(timestamp, heat);
    const exposure =
      firstNumber(event, "exposure", "portfolio_exposure", "exposure_share", "total_exposure") ??
      (/exposure/i.test(limit) ? current : undefined);
    if (exposure !== undefined) this.#logged.add(timestamp, exposure);
    const open = firstNumber(event, "open_positions");
    if (open !== undefined) this.#open.add(timestamp, open);
  }

  #change(event: TradingEvent, how: "add" | "set" | "take"): void {
    const key = keyOf(event);
    const before = this.#positions.get(key);
    const logged = Math.abs(Number(event.quantity ?? Number.NaN));
    // A snapshot of nothing needs no price.
    const isFlat = how === "set" && logged <= CLOSED;
    const price = Number(event.price ?? before?.price ?? Number.NaN);
    if (!Number.isFinite(logged) || !(isFlat || Number.isFinite(price))) return;
    const held = before?.quantity ?? 0;
    const quantity = how === "set" ? logged : how === "add" ? held + logged : held - logged;
    const { symbol = "", strategy } = event;
    if (how === "set" && event.trade_id === undefined) this.#forgetParts(symbol, strategy, key);
    if (quantity <= CLOSED) this.#positions.delete(key);
    else {
      const currency = event.currency ?? quoteCurrency(symbol);
      this.#positions.set(key, { symbol, strategy, quantity, price, currency });
    }
  }

  /** A snapshot without a trade's id tells the whole position of its symbol, or of its strategy in it. */
  #forgetParts(symbol: string, strategy: string | undefined, whole: string): void {
    for (const [key, held] of this.#positions.entries()) {
      const isPart = strategy === undefined || held.strategy === undefined || held.strategy === strategy;
      if (isPart && held.symbol === symbol && key !== whole) this.#positions.delete(key);
    }
  }

  /** Positions in another currency than the equity's are left out: nothing says what they are worth in it. */
  #weigh(event: TradingEvent): void {
    const equity = firstNumber(event, "equity", "total", "portfolio_value");
    if (equity === undefined || !(equity > 0)) return;
    let sum = 0;
    let counted = 0;
    for (const { quantity, price, currency } of this.#positions.values()) {
      const isOther = currency !== undefined && event.currency !== undefined && currency !== event.currency;
      if (isOther) continue;
      sum += Math.abs(quantity * price);
      counted++;
    }
    if (counted > 0 || this.#computed.count > 0) this.#computed.add(event.timestamp, sum / equity);
  }
}

function keyOf({ trade_id, symbol = "", strategy = "" }: TradingEvent): string {
  return trade_id === undefined ? JSON.stringify([symbol, strategy]) : `t${trade_id}`;
}
