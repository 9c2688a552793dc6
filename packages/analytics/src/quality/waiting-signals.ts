import type { TradingEvent } from "../events/trading-event.ts";
import { cut } from "./fields.ts";
import { microsOf } from "./instant.ts";
import { MAX_PENDING, SIGNAL_HORIZON_US } from "./limits.ts";
import type { FoundReason } from "./no-trade-reason.ts";
import { RecentMap } from "./recent-map.ts";

/** A signal whose order, or the reason for none, has not come yet. */
export class WaitingSignal {
  readonly serial: string;
  readonly us: number;
  readonly keys: string[];
  readonly #signalId: string;
  readonly #timestamp: string;
  readonly symbol: string;
  readonly strategy: string;
  readonly tradeId: string | undefined;
  readonly requestId: string | undefined;
  found: FoundReason | undefined;
  hadOrder = false;

  constructor(serial: number, event: TradingEvent, found: FoundReason | undefined) {
    this.serial = String(serial);
    this.us = microsOf(event.timestamp);
    this.#signalId = event.id ?? "";
    this.#timestamp = event.timestamp;
    this.symbol = cut(event.symbol ?? "");
    this.strategy = cut(event.strategy ?? "");
    this.tradeId = event.trade_id;
    this.requestId = event.request_id;
    this.found = found;
    this.keys = [...keysOf(event), nearKey(event, event.strategy), nearKey(event, undefined)];
  }

  about() {
    const { symbol, strategy, us, found, hadOrder, tradeId = "", requestId = "" } = this;
    const ids = { trade_id: tradeId, request_id: requestId };
    return { signal_id: this.#signalId, timestamp: this.#timestamp, symbol, strategy, ...ids, us, found, hadOrder };
  }
}

/** Finds the signal that an event belongs to: by trade, order or request, else by symbol and strategy within a horizon. */
export class WaitingSignals {
  readonly #signals: RecentMap<WaitingSignal>;
  readonly #settle: (signal: WaitingSignal) => void;
  readonly #byKey = new RecentMap<WaitingSignal>(4 * MAX_PENDING);
  /** Trades that came about: what their events say later is no reason. */
  readonly #done = new RecentMap<true>(MAX_PENDING);
  #serial = 0;

  constructor(settle: (signal: WaitingSignal) => void) {
    this.#settle = settle;
    this.#signals = new RecentMap(MAX_PENDING, (signal) => {
      this.#forget(signal);
      settle(signal);
    });
  }

  get settledEarly(): number {
    return this.#signals.forgotten;
  }

  add(event: TradingEvent, found: FoundReason | undefined): void {
    const signal = new WaitingSignal(this.#serial++, event, found);
    this.#signals.set(signal.serial, signal);
    for (const key of signal.keys) this.#byKey.set(key, signal);
  }

  /** Whether a signal with these ids is known already. */
  isSame(event: TradingEvent): boolean {
    if (event.trade_id !== undefined) {
      return this.#byKey.has(tradeKey(event.trade_id)) || this.#done.has(tradeKey(event.trade_id));
    }
    return event.request_id !== undefined && this.#byKey.has(requestKey(event.request_id, event.symbol));
  }

  isDone(event: TradingEvent): boolean {
    return keysOf(event).some((key) => this.#done.has(key));
  }

  of(event: TradingEvent): WaitingSignal | undefined {
    for (const key of keysOf(event)) {
      const signal = this.#byKey.get(key);
      if (signal !== undefined) return signal;
    }
    if (event.symbol === undefined || this.isDone(event)) return undefined;
    const near = this.#byKey.get(nearKey(event, event.strategy));
    if (near === undefined || microsOf(event.timestamp) - near.us > SIGNAL_HORIZON_US) return undefined;
    const isOther =
      (event.trade_id !== undefined && near.tradeId !== undefined) ||
      (event.request_id !== undefined && near.requestId !== undefined);
    return isOther ? undefined : near;
  }

  /** The signal has become an order, by which what follows is linked to it. */
  placed(signal: WaitingSignal, event: TradingEvent): void {
    signal.hadOrder = true;
    for (const key of keysOf(event)) {
      if (this.#byKey.get(key) === signal) continue;
      this.#byKey.set(key, signal);
      signal.keys.push(key);
    }
  }

  /** The signal has become a trade. */
  done(signal: WaitingSignal): void {
    this.#signals.delete(signal.serial);
    for (const key of signal.keys) if (!isShared(key)) this.#done.set(key, true);
    this.#forget(signal);
  }

  finish(): void {
    for (const signal of this.#signals.values()) {
      this.#forget(signal);
      this.#settle(signal);
    }
    this.#signals.clear();
  }

  #forget(signal: WaitingSignal): void {
    for (const key of signal.keys) if (this.#byKey.get(key) === signal) this.#byKey.delete(key);
  }
}

function keysOf({ trade_id, order_id, request_id, symbol }: TradingEvent): string[] {
  const keys: string[] = [];
  if (trade_id !== undefined) keys.push(tradeKey(trade_id));
  if (order_id !== undefined) keys.push(`o${order_id}`);
  // What names its trade belongs to that one, whatever else its request led to.
  if (request_id !== undefined && symbol !== undefined) keys.push(requestKey(request_id, symbol));
  if (request_id !== undefined && trade_id === undefined) keys.push(requestKey(request_id, undefined));
  return keys;
}

/** Whether other trades may have the key too: the symbol's, or that of a request without a symbol. */
function isShared(key: string): boolean {
  return key.startsWith("n") || (key.startsWith("r") && key.endsWith(',""]'));
}

function tradeKey(tradeId: string): string {
  return `t${tradeId}`;
}

function requestKey(requestId: string, symbol: string | undefined): string {
  return `r${JSON.stringify([requestId, symbol ?? ""])}`;
}

function nearKey({ symbol = "" }: TradingEvent, strategy: string | undefined): string {
  return `n${JSON.stringify([symbol, strategy ?? ""])}`;
}
