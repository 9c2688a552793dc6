import type { DecimalText } from "@daybook/protocol";
import { Account } from "./account/account.ts";
import { QUOTIENT_DIGITS, money, plainText, textOf } from "./decimal/money.ts";
import { RepeatFilter, compareEvents } from "./events/event-order.ts";
import type { TradingEvent } from "./events/trading-event.ts";
import { currencyOf, isDone } from "./events/trading-event.ts";
import { EntryExitBook } from "./trades/entry-exit-book.ts";
import { FillBook } from "./trades/fill-book.ts";
import type { HeldPosition, RoundTrips } from "./trades/fill-book.ts";
import { FillReader } from "./trades/fill.ts";
import type { Matching } from "./trades/lots.ts";
import type { OpenTrade } from "./trades/open-trade.ts";
import { PriceBook } from "./trades/price-book.ts";
import { SourceChoice } from "./trades/source-choice.ts";
import type { Booking, IncompleteTrade, OpenPosition, Trade, TradeSink } from "./trades/trade.ts";

/** `auto`: from entries and exits where a symbol has them, else from its fills. */
export const TRADE_SOURCES = ["auto", "events", "fills"] as const;
export type TradeSource = (typeof TRADE_SOURCES)[number];

export interface LedgerOptions {
  readonly source?: TradeSource | undefined;
  readonly matching?: Matching | undefined;
  readonly roundTrips?: RoundTrips | undefined;
  /** The moment before which the newest balance is kept; RFC 3339 UTC. */
  readonly balanceAt?: string | null | undefined;
}

export interface LedgerResult {
  readonly open: readonly OpenPosition[];
  readonly incomplete: readonly IncompleteTrade[];
  /** Events that were written twice and counted once. */
  readonly repeats: number;
  /** Fees in currencies for which no price was logged: in no result. */
  readonly otherFees: Readonly<Record<string, DecimalText>>;
  readonly cancelled: number;
  readonly fills: number;
}

/** Event types that the ledger reads; others change nothing. */
export const LEDGER_EVENT_TYPES: readonly string[] = [
  "account_balance",
  "deposit",
  "withdrawal",
  "funding_payment",
  "position_snapshot",
  "price",
  "trade_entry",
  "trade_exit",
  "trade_partial_exit",
  "stop_loss_hit",
  "take_profit_hit",
  "trade_cancelled",
  "position_adjusted",
  "position_closed",
  "order_placed",
  "order_partially_filled",
  "order_filled",
  "trade_executed",
];

/**
 * Makes trades and bookings from events that come in the order of {@link compareEvents}, and hands each on as soon as it is
 * complete: what is held is what is open. With the source `auto`, results of fills wait for entries that may still come (see
 * `SourceChoice`).
 */
export class Ledger {
  readonly account: Account;
  readonly #prices = new PriceBook();
  readonly #repeats = new RepeatFilter();
  readonly #entries: EntryExitBook;
  readonly #fills: FillBook;
  readonly #reader = new FillReader();
  readonly #sink: TradeSink;
  readonly #source: TradeSource;
  readonly #choice: SourceChoice;
  #lastTime = "";

  constructor(sink: TradeSink, options: LedgerOptions = {}) {
    this.#sink = sink;
    this.#source = options.source ?? "auto";
    this.account = new Account(options.balanceAt);
    this.#entries = new EntryExitBook(sink);
    this.#choice = new SourceChoice(sink);
    this.#fills = new FillBook(this.#source === "fills" ? sink : this.#choice.sink, {
      matching: options.matching ?? "fifo",
      roundTrips: options.roundTrips ?? "flat_to_flat",
    });
  }

  /** Throws RangeError when an event is older than the one before: sort with {@link compareEvents} first. */
  add(event: TradingEvent): void {
    if (event.timestamp < this.#lastTime) {
      throw new RangeError(`event of ${event.timestamp} after one of ${this.#lastTime}: sort them first`);
    }
    this.#lastTime = event.timestamp;
    if (this.#repeats.isRepeat(event)) return;
    switch (event.event_type) {
      case "account_balance":
        return this.account.add(event);
      case "deposit":
      case "withdrawal":
        return this.#move(event, event.event_type);
      case "funding_payment":
        return this.#fund(event);
      case "price":
      case "position_snapshot":
        return this.#mark(event);
      case "order_placed":
      case "order_partially_filled":
      case "order_filled":
      case "trade_executed":
        return this.#fill(event);
      default:
        if (this.#source !== "fills" && this.#choice.take(event)) this.#entries.add(event);
    }
  }

  finish(): LedgerResult {
    this.#fills.finish();
    const entries = this.#entries.finish().map((trade) => this.#openTrade(trade));
    this.#choice.finish();
    const fills = this.#source === "events" ? [] : this.#fills.open().filter((held) => !this.#choice.isTold(held));
    return {
      open: [...entries, ...fills.map((position) => this.#openFills(position))],
      incomplete: this.#entries.incomplete,
      repeats: this.#repeats.repeats,
      otherFees: this.#fills.otherFees,
      cancelled: this.#entries.cancelled,
      fills: this.#fills.fills,
    };
  }

  #move(event: TradingEvent, kind: "deposit" | "withdrawal"): void {
    if (event.quantity === undefined || !isDone(event)) return;
    const amount = money(event.quantity).abs();
    this.#sink.booking?.({
      timestamp: event.timestamp,
      kind,
      currency: event.currency ?? "",
      amount: textOf(kind === "deposit" ? amount : amount.times(-1)),
      fees: "0",
      symbol: "",
      strategy: "",
    });
  }

  #fund(event: TradingEvent): void {
    const amount = event.pnl;
    if (amount === undefined || this.#entries.fund(event.trade_id, amount)) return;
    this.#sink.booking?.({
      timestamp: event.timestamp,
      kind: "funding",
      currency: currencyOf(event),
      amount,
      fees: "0",
      symbol: event.symbol ?? "",
      strategy: event.strategy ?? "",
    });
  }

  #mark(event: TradingEvent): void {
    this.#prices.note(event);
    if (event.symbol === undefined || event.price === undefined) return;
    this.#entries.see(event.symbol, Number(event.price));
    if (this.#source !== "events") this.#fills.see(event.symbol, Number(event.price));
  }

  #fill(event: TradingEvent): void {
    if (this.#source === "events") return;
    const fill = this.#reader.read(event);
    if (fill === undefined) return;
    this.#prices.note(event);
    const other = fill.otherFee;
    this.#fills.add(fill, other && this.#prices.convert(other.amount, other.currency, fill.currency));
  }

  #openTrade(trade: OpenTrade): OpenPosition {
    const { direction, entryTime, ...head } = trade.head;
    const left = trade.leftQuantity;
    const mark = this.#prices.of(head.symbol);
    const entryPrice = trade.averageEntry;
    return {
      ...head,
      side: direction === 1 ? "long" : "short",
      quantity: textOf(left),
      entry_price: entryPrice,
      entry_time: entryTime,
      realised: plainText(trade.booked?.amount ?? "0"),
      fees: trade.fees,
      mark_price: mark ?? null,
      unrealised: mark === undefined ? null : textOf(money(mark).minus(entryPrice).times(left).times(direction)),
    };
  }

  #openFills({ direction, entryTime, quantity, cost, fees, realised, ...about }: HeldPosition): OpenPosition {
    const mark = this.#prices.of(about.symbol);
    return {
      ...about,
      source: "fills",
      side: direction === 1 ? "long" : "short",
      quantity: textOf(quantity),
      entry_price: textOf(cost.div(quantity).round(QUOTIENT_DIGITS)),
      entry_time: entryTime,
      realised: textOf(realised),
      fees: textOf(fees),
      mark_price: mark ?? null,
      unrealised: mark === undefined ? null : textOf(money(mark).times(quantity).minus(cost).times(direction)),
    };
  }
}

/** All trades of events in any order. */
export function assembleTrades(
  events: Iterable<TradingEvent>,
  options: LedgerOptions = {},
): LedgerResult & { trades: Trade[]; bookings: Booking[]; account: Account } {
  const trades: Trade[] = [];
  const bookings: Booking[] = [];
  const ledger = new Ledger({ trade: (trade) => trades.push(trade), booking: (one) => bookings.push(one) }, options);
  for (const event of [...events].toSorted(compareEvents)) ledger.add(event);
  return { ...ledger.finish(), trades, bookings, account: ledger.account };
}
