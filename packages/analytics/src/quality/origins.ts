import type { DecimalText } from "@daybook/protocol";
import type { Direction, TradingEvent } from "../events/trading-event.ts";
import { directionOf, positionDirection } from "../events/trading-event.ts";
import { firstDecimal, firstText, isPositive } from "./fields.ts";
import { microsOf } from "./instant.ts";
import { MAX_PENDING, SIGNAL_HORIZON_US } from "./limits.ts";
import { RecentMap } from "./recent-map.ts";

export const SIGNAL_TYPES: ReadonlySet<string> = new Set([
  "signal_generated",
  "strategy_signal",
  "entry_signal",
  "signal_received",
]);
/** What makes a trade end, and so begins the story of another order. */
export const EXIT_SIGNAL_TYPES: ReadonlySet<string> = new Set(["exit_signal", "stop_loss_hit", "take_profit_hit"]);

/** Why there was an order: the signal, and the decision that followed it. */
export interface Origin {
  readonly isExit: boolean;
  /** Of the position that was wanted; undefined when the signal did not say. */
  direction: Direction | undefined;
  signalUs: number | undefined;
  decisionUs: number | undefined;
  /** The newest that signal or decision named. */
  price: DecimalText | undefined;
  readonly sinceUs: number;
}

/** Remembers signals and decisions until their orders come. */
export class Origins {
  readonly #byKey = new RecentMap<Origin>(MAX_PENDING);

  get forgotten(): number {
    return this.#byKey.forgotten;
  }

  /** Returns false for events that are neither signal nor decision. */
  add(event: TradingEvent): boolean {
    const { event_type: type } = event;
    if (type === "ai_decision") this.#decide(event);
    else if (SIGNAL_TYPES.has(type) || EXIT_SIGNAL_TYPES.has(type)) this.#begin(event, EXIT_SIGNAL_TYPES.has(type));
    else return false;
    return true;
  }

  /** Where an order came from: by the trade's id, else the request's, else the newest signal of its symbol and strategy. */
  of(order: TradingEvent, direction: Direction | undefined): Origin | undefined {
    const found = idKeys(order).map((key) => this.#byKey.get(key));
    const byId = found.find((origin) => origin !== undefined);
    const origin = byId ?? this.#near(order);
    if (origin === undefined || !isFor(origin, order, direction)) return undefined;
    return origin;
  }

  #begin(event: TradingEvent, isExit: boolean): void {
    const at = microsOf(event.timestamp);
    const origin: Origin = {
      isExit,
      direction: wantedDirection(event),
      signalUs: at,
      decisionUs: undefined,
      price: priceOf(event),
      sinceUs: at,
    };
    this.#remember(event, origin);
  }

  #decide(event: TradingEvent): void {
    const at = microsOf(event.timestamp);
    const known = idKeys(event).map((key) => this.#byKey.get(key));
    const origin = known.find((one) => one !== undefined) ?? this.#near(event);
    const direction = decidedDirection(event);
    if (origin === undefined) {
      const price = priceOf(event);
      this.#remember(event, { isExit: false, direction, signalUs: undefined, decisionUs: at, price, sinceUs: at });
      return;
    }
    origin.decisionUs ??= at;
    origin.direction ??= direction;
    origin.price = priceOf(event) ?? origin.price;
    // A decision may name the trade of which the signal knew only the request.
    for (const key of idKeys(event)) this.#byKey.set(key, origin);
  }

  #near(event: TradingEvent): Origin | undefined {
    if (event.symbol === undefined) return undefined;
    const origin = this.#byKey.get(nearKey(event.symbol, event.strategy));
    return origin !== undefined && microsOf(event.timestamp) - origin.sinceUs <= SIGNAL_HORIZON_US ? origin : undefined;
  }

  #remember(event: TradingEvent, origin: Origin): void {
    const keys = idKeys(event);
    for (const key of keys) this.#byKey.set(key, origin);
    if (keys.length > 0 || event.symbol === undefined) return;
    for (const strategy of new Set([event.strategy, undefined])) {
      const key = nearKey(event.symbol, strategy);
      // A new signal is not as old as its symbol's first one.
      this.#byKey.delete(key);
      this.#byKey.set(key, origin);
    }
  }
}

/** What links an event to others of its trade. */
export function idKeys({ trade_id, request_id }: TradingEvent): string[] {
  const keys: string[] = [];
  if (trade_id !== undefined) keys.push(`t${trade_id}`);
  if (request_id !== undefined) keys.push(`r${request_id}`);
  return keys;
}

function nearKey(symbol: string, strategy: string | undefined): string {
  return `n${JSON.stringify([symbol, strategy ?? ""])}`;
}

/** An order against the signal's direction takes the trade back: it has another cause. */
function isFor(origin: Origin, order: TradingEvent, direction: Direction | undefined): boolean {
  if (origin.isExit) return true;
  if (order.data?.["reduce_only"] === true) return false;
  if (firstText(order, "purpose")?.includes("exit") === true) return false;
  return origin.direction === undefined || direction === undefined || origin.direction === direction;
}

function wantedDirection(event: TradingEvent): Direction | undefined {
  const kind = firstText(event, "type", "signal", "signal_type", "direction")?.split(/[_\s]/)[0];
  return positionDirection(event) ?? directionOf(kind);
}

/** `buy`, `go_long`, `SELL`; undefined for `hold` and for what names no direction. */
export function decidedDirection(event: TradingEvent): Direction | undefined {
  const decision = firstText(event, "decision", "action", "signal") ?? event.status;
  const words = (decision?.toLowerCase().split(/[^a-z]+/) ?? []).filter((word) => word !== "");
  for (const word of words) {
    // The "s" of "it's" is no sale; "S" alone is.
    if (word.length === 1 && words.length > 1) continue;
    const direction = directionOf(word);
    if (direction !== undefined) return direction;
  }
  return positionDirection(event);
}

function priceOf(event: TradingEvent): DecimalText | undefined {
  const data = ["decision_price", "entry", "entry_price"].map((name) => firstDecimal(event, name));
  return [data[0], event.price, ...data.slice(1)].find(isPositive);
}
