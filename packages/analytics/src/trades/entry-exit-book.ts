import type { DecimalText } from "@daybook/protocol";
import { sumOf } from "../decimal/exact-sum.ts";
import { added, money, textOf } from "../decimal/money.ts";
import type { TradingEvent } from "../events/trading-event.ts";
import { currencyOf, dataDecimal, dataText, positionDirection } from "../events/trading-event.ts";
import { OpenTrade, exitLegOf, legOf } from "./open-trade.ts";
import type { IncompleteTrade, Trade, TradeSink } from "./trade.ts";

const REMEMBERED_IDS = 1_000;

/**
 * Trades from `trade_entry` … `trade_exit`: by `trade_id`, and without one by symbol, where an exit closes what was opened
 * first (of its strategy, when it names one).
 */
export class EntryExitBook {
  readonly #sink: TradeSink;
  readonly #byId = new Map<string, OpenTrade>();
  /** Trades without an id, by symbol, oldest first. */
  readonly #bySymbol = new Map<string, OpenTrade[]>();
  /** Stops and targets that were hit; they close a trade for which no exit follows. */
  readonly #hits = new Map<OpenTrade, TradingEvent>();
  /** Open ones by symbol, for prices that come by. */
  readonly #watching = new Map<string, Set<OpenTrade>>();
  /** Ids of the trades that were closed last, in two generations. */
  #closed = new Set<string>();
  #closedBefore: ReadonlySet<string> = new Set<string>();
  readonly incomplete: IncompleteTrade[] = [];
  cancelled = 0;

  constructor(sink: TradeSink) {
    this.#sink = sink;
  }

  add(event: TradingEvent): void {
    switch (event.event_type) {
      case "trade_entry":
        return this.#enter(event);
      case "position_adjusted":
        return this.#adjust(event);
      case "trade_partial_exit":
        return this.#exit(event, false);
      case "trade_exit":
      case "position_closed":
        return this.#exit(event, true);
      case "stop_loss_hit":
      case "take_profit_hit":
        return this.#hit(event);
      case "trade_cancelled":
        this.cancelled++;
        return;
      default:
    }
  }

  /** What was paid or received for holding a position. False when the event names no trade that is open. */
  fund(tradeId: string | undefined, amount: DecimalText): boolean {
    const trade = tradeId === undefined ? undefined : this.#byId.get(tradeId);
    trade?.fund(amount);
    return trade !== undefined;
  }

  see(symbol: string, price: number): void {
    const watching = this.#watching.get(symbol);
    if (watching !== undefined) for (const trade of watching) trade.see(price);
  }

  /** Closes what a stop or a target has closed, and gives what is still open. */
  finish(): OpenTrade[] {
    for (const [trade, event] of [...this.#hits].toSorted(([, a], [, b]) => (a.timestamp < b.timestamp ? -1 : 1))) {
      const leg = legOf(event);
      if (leg === undefined || (event.pnl === undefined && event.quantity === undefined)) continue;
      trade.exit(leg, event.pnl, event);
      this.#close(trade, event);
    }
    return [...this.#watching.values()].flatMap((trades) => [...trades]);
  }

  #enter(event: TradingEvent): void {
    const leg = legOf(event);
    const symbol = event.symbol ?? "";
    const known = event.trade_id === undefined ? undefined : this.#byId.get(event.trade_id);
    if (leg === undefined) return;
    if (known !== undefined) return known.enter(leg, event);
    const trade = new OpenTrade({
      id: event.trade_id ?? event.id ?? `${symbol} ${event.timestamp}`,
      source: "events",
      symbol,
      strategy: event.strategy ?? "",
      exchange: event.exchange ?? "",
      currency: currencyOf(event),
      direction: positionDirection(event) ?? 1,
      entryTime: event.timestamp,
    });
    trade.enter(leg, event);
    if (event.trade_id !== undefined) this.#byId.set(event.trade_id, trade);
    else this.#bySymbol.set(symbol, [...(this.#bySymbol.get(symbol) ?? []), trade]);
    const watching = this.#watching.get(symbol) ?? new Set();
    this.#watching.set(symbol, watching.add(trade));
  }

  /** More of a position: `quantity` is what was added. Without quantity and price only stops were moved. */
  #adjust(event: TradingEvent): void {
    const leg = legOf(event);
    if (leg !== undefined && dataText(event, "adjustment") !== "reduce") this.#find(event)?.enter(leg, event);
  }

  #hit(event: TradingEvent): void {
    const trade = this.#find(event);
    if (trade === undefined) return;
    trade.exitReason = event.event_type === "stop_loss_hit" ? "stop_loss" : "take_profit";
    this.#hits.set(trade, event);
  }

  #exit(event: TradingEvent, isLast: boolean): void {
    const trade = this.#find(event);
    if (trade === undefined) return this.#noEntry(event);
    // What was hit is what this event tells of.
    this.#hits.delete(trade);
    const leg = exitLegOf(trade, event);
    trade.exit(leg, event.pnl, event);
    if (isLast && trade.isFlat) return this.#close(trade, event);
    const fees = event.fees ?? "0";
    if (event.pnl !== undefined) return this.#book(trade, event.pnl, fees, event);
    const move = money(leg.price).minus(trade.averageEntry).times(leg.quantity).times(trade.head.direction);
    this.#book(trade, textOf(move.minus(fees)), fees, event);
  }

  #book(trade: OpenTrade, amount: DecimalText, fees: DecimalText, event: TradingEvent): void {
    const { booked } = trade;
    trade.booked =
      booked === undefined
        ? { amount, fees }
        : { amount: sumOf([booked.amount, amount]), fees: sumOf([booked.fees, fees]) };
    const { currency, symbol, strategy } = trade.head;
    this.#sink.booking?.({ timestamp: event.timestamp, kind: "pnl", currency, amount, fees, symbol, strategy });
  }

  #close(trade: OpenTrade, event: TradingEvent): void {
    const { id, symbol } = trade.head;
    this.#watching.get(symbol)?.delete(trade);
    if (this.#byId.get(id) === trade) {
      this.#byId.delete(id);
      this.#noteClosed(id);
    }
    const waiting = this.#bySymbol.get(symbol);
    if (waiting !== undefined) {
      const rest = waiting.filter((other) => other !== trade);
      if (rest.length === 0) this.#bySymbol.delete(symbol);
      else this.#bySymbol.set(symbol, rest);
    }
    this.#settle(trade, event);
  }

  /** The last booking is what is left of the trade's result and fees: the bookings of a trade add up to them. */
  #settle(trade: OpenTrade, event: TradingEvent): void {
    const closed = trade.close(event.timestamp);
    const { booked } = trade;
    const fees = feesOf(closed);
    if (booked === undefined) this.#book(trade, closed.pnl, fees, event);
    else {
      const amount = textOf(money(closed.pnl).minus(booked.amount));
      this.#book(trade, amount, textOf(money(fees).minus(booked.fees)), event);
    }
    this.#sink.trade(closed);
  }

  #noEntry(event: TradingEvent): void {
    const entryPrice = dataDecimal(event, "entry_price");
    const { trade_id: id = "" } = event;
    // Some log both the exit and the closed position.
    if (event.event_type === "position_closed" && (this.#closed.has(id) || this.#closedBefore.has(id))) return;
    if (event.event_type === "position_closed" && entryPrice !== undefined) return this.#whole(event, entryPrice);
    this.incomplete.push({
      id: event.trade_id ?? event.id ?? "",
      symbol: event.symbol ?? "",
      strategy: event.strategy ?? "",
      currency: currencyOf(event),
      timestamp: event.timestamp,
      problem: "exit without entry",
      pnl: event.pnl ?? null,
      event_id: event.id ?? "",
    });
  }

  /** `position_closed` tells the whole trade: how it was opened, too. */
  #whole(event: TradingEvent, price: DecimalText): void {
    const leg = legOf(event);
    if (leg === undefined) return;
    const minutes = Number(event.data?.["hold_time_minutes"] ?? 0);
    const entryTime = new Date(Date.parse(event.timestamp) - (minutes > 0 ? minutes * 60_000 : 0)).toISOString();
    const trade = new OpenTrade({
      id: event.trade_id ?? event.id ?? "",
      source: "events",
      symbol: event.symbol ?? "",
      strategy: event.strategy ?? "",
      exchange: event.exchange ?? "",
      currency: currencyOf(event),
      direction: positionDirection(event) ?? 1,
      entryTime: minutes > 0 ? entryTime.replace("Z", "000Z") : event.timestamp,
    });
    trade.enter({ quantity: leg.quantity, price, fees: "0" }, {} as TradingEvent);
    trade.exit(leg, event.pnl, event);
    this.#settle(trade, event);
  }

  #noteClosed(id: string): void {
    if (this.#closed.size >= REMEMBERED_IDS) {
      this.#closedBefore = this.#closed;
      this.#closed = new Set();
    }
    this.#closed.add(id);
  }

  #find(event: TradingEvent): OpenTrade | undefined {
    if (event.trade_id !== undefined) return this.#byId.get(event.trade_id);
    const waiting = this.#bySymbol.get(event.symbol ?? "") ?? [];
    return (
      waiting.find(({ head }) => event.strategy !== undefined && head.strategy === event.strategy) ??
      waiting.find(({ head }) => event.strategy === undefined || head.strategy === "")
    );
  }
}

function feesOf({ fees_entry: entry, fees_exit: exit }: Trade): DecimalText {
  return entry === "0" ? exit : added(entry, exit);
}
