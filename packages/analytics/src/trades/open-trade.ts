import type { DecimalText } from "@daybook/protocol";
import { epochMs } from "../calendar/epoch-ms.ts";
import { numberOf } from "../decimal/amount.ts";
import { sumOf } from "../decimal/exact-sum.ts";
import { QUOTIENT_DIGITS, money, plainText, textOf } from "../decimal/money.ts";
import type { Big } from "../decimal/money.ts";
import type { Direction, TradingEvent } from "../events/trading-event.ts";
import { dataDecimal, dataText } from "../events/trading-event.ts";
import { Legs } from "./legs.ts";
import type { Leg } from "./legs.ts";
import { MAX_TRADE_IDS } from "./trade.ts";
import type { Trade } from "./trade.ts";

/** Reported and computed result are called different from this share of the entry's volume on: a hundredth of a basis point. */
export const PNL_TOLERANCE = 1e-6;
/** A rest of this share of a position counts as closed: spot fees are often taken out of the coins that are sold. */
const DUST_SHARE = 0.005;

export interface TradeHead {
  readonly id: string;
  readonly source: Trade["source"];
  readonly symbol: string;
  readonly strategy: string;
  readonly exchange: string;
  readonly currency: string;
  readonly direction: Direction;
  readonly entryTime: string;
}

/** A position on its way from flat to flat: its parts, fees and reported results. */
export class OpenTrade {
  readonly head: TradeHead;
  readonly entries = new Legs();
  readonly exits = new Legs();
  readonly eventIds: string[] = [];
  readonly orderIds: string[] = [];
  /** Sum of the results of the exits, as reported. */
  #reported: DecimalText | undefined;
  #isReported = true;
  #funding: DecimalText = "0";
  #high = Number.NaN;
  #low = Number.NaN;
  exitReason = "";
  /** What was booked of it so far, and the fees in that; undefined before the first booking. */
  booked: { readonly amount: DecimalText; readonly fees: DecimalText } | undefined;

  constructor(head: TradeHead) {
    this.head = head;
  }

  enter(leg: Leg, event: TradingEvent): void {
    this.entries.add(leg);
    this.#note(event);
  }

  /** `pnl` is what the event reports for this part. */
  exit(leg: Leg, pnl: DecimalText | undefined, event: TradingEvent): void {
    this.exits.add(leg);
    if (pnl === undefined) this.#isReported = false;
    else this.#reported = this.#reported === undefined ? plainText(pnl) : sumOf([this.#reported, pnl]);
    this.exitReason = reasonOf(event) ?? this.exitReason;
    this.#note(event);
  }

  /** A payment for holding it. Results that are reported include it already. */
  fund(amount: DecimalText): void {
    this.#funding = sumOf([this.#funding, amount]);
  }

  /** A price on its way, for the best and the worst that it has seen. */
  see(price: number): void {
    if (!(price <= this.#high)) this.#high = price;
    if (!(price >= this.#low)) this.#low = price;
  }

  get isFlat(): boolean {
    const entered = this.entries.quantityNumber;
    return entered - this.exits.quantityNumber <= entered * DUST_SHARE;
  }

  get leftQuantity(): Big {
    return money(this.entries.quantity).minus(this.exits.quantity);
  }

  get averageEntry(): DecimalText {
    return this.entries.averagePrice;
  }

  get fees(): DecimalText {
    return sumOf([this.entries.fees, this.exits.fees]);
  }

  /** Sum of the results reported so far; undefined when an exit has reported none. */
  get reported(): DecimalText | undefined {
    return this.#isReported ? this.#reported : undefined;
  }

  close(exitTime: string): Trade {
    const { id, source, symbol, strategy, exchange, currency, direction, entryTime } = this.head;
    const entryVolume = this.entries.volume;
    const feesEntry = this.entries.fees;
    const feesExit = this.exits.fees;
    const result = this.#result(direction, feesEntry, feesExit);
    const volumeNumber = numberOf(entryVolume);
    const entryPrice = numberOf(this.averageEntry);
    // One shape for all: copying objects into each other took a third of the time of a report.
    const trade: Trade = {
      id,
      source,
      symbol,
      strategy,
      exchange,
      currency,
      side: direction === 1 ? "long" : "short",
      quantity: this.entries.quantity,
      entry_price: this.averageEntry,
      exit_price: this.exits.averagePrice,
      entry_time: entryTime,
      exit_time: exitTime,
      exit_reason: this.exitReason,
      pnl: result.pnl,
      fees_entry: result.feesEntry,
      fees_exit: feesExit,
      funding: this.#funding,
      volume_entry: entryVolume,
      return: volumeNumber > 0 ? numberOf(result.pnl) / volumeNumber : null,
      duration_ms: Math.max(0, epochMs(exitTime) - epochMs(entryTime)),
      mfe: excursion(direction === 1 ? this.#high : this.#low, entryPrice, direction, Math.max),
      mae: excursion(direction === 1 ? this.#low : this.#high, entryPrice, direction, Math.min),
      event_ids: this.eventIds,
      order_ids: this.orderIds,
    };
    return result.computed === undefined ? trade : { ...trade, pnl_computed: result.computed };
  }

  /**
   * What was reported stays; what differs from it is shown. Some bots repeat the entry's fee in the exit's: when only that
   * explains the reported result, the entry's is not counted again.
   */
  #result(direction: Direction, feesEntry: DecimalText, feesExit: DecimalText) {
    const gross = this.#grossNumber(direction);
    const tolerance = PNL_TOLERANCE * Math.max(this.entries.volumeNumber, this.exits.volumeNumber);
    const funding = numberOf(this.#funding);
    const [fee1, fee2] = [numberOf(feesEntry), numberOf(feesExit)];
    const reported = this.reported;
    if (reported !== undefined) {
      const [pnl, net] = [numberOf(reported), gross - fee1 - fee2 + funding];
      if (Math.abs(pnl - net) <= tolerance) return { pnl: reported, feesEntry, computed: undefined };
      if (fee1 !== 0 && Math.abs(pnl - (net + fee1)) <= tolerance && fee2 > fee1) {
        return { pnl: reported, feesEntry: "0", computed: undefined };
      }
    }
    const computed = this.#computed(direction, feesEntry, feesExit);
    return reported === undefined
      ? { pnl: computed, feesEntry, computed: undefined }
      : { pnl: reported, feesEntry, computed };
  }

  /** Of what was both opened and closed: a rest that counts as closed is not sold for nothing. */
  #grossNumber(direction: Direction): number {
    const { quantityNumber: entered, volumeNumber: paid } = this.entries;
    const { quantityNumber: exited, volumeNumber: received } = this.exits;
    const both = Math.min(entered, exited);
    const entry = entered > 0 ? (paid / entered) * both : 0;
    const exit = exited > 0 ? (received / exited) * both : 0;
    return direction * (exit - entry);
  }

  #computed(direction: Direction, feesEntry: DecimalText, feesExit: DecimalText): DecimalText {
    const [entered, exited] = [money(this.entries.quantity), money(this.exits.quantity)];
    let [entry, exit] = [money(this.entries.volume), money(this.exits.volume)];
    if (exited.lt(entered)) entry = entry.times(exited).div(entered);
    else if (entered.lt(exited)) exit = exit.times(entered).div(exited);
    const net = exit.minus(entry).times(direction).minus(feesEntry).minus(feesExit).plus(this.#funding);
    return textOf(net.round(QUOTIENT_DIGITS));
  }

  #note(event: TradingEvent): void {
    const { id, order_id: orderId } = event;
    if (id !== undefined && this.eventIds.length < MAX_TRADE_IDS) this.eventIds.push(id);
    if (orderId === undefined || this.orderIds.length >= MAX_TRADE_IDS) return;
    if (this.orderIds.at(-1) !== orderId) this.orderIds.push(orderId);
  }
}

export function reasonOf(event: TradingEvent): string | undefined {
  return dataText(event, "exit_reason") ?? dataText(event, "reason");
}

/** Quantity, price and fees of an event; undefined without a quantity and a price. */
export function legOf(event: TradingEvent): Leg | undefined {
  const price = event.price ?? dataDecimal(event, "exit_price");
  const quantity = sizeOf(event);
  return quantity === undefined || price === undefined ? undefined : { quantity, price, fees: event.fees ?? "0" };
}

/**
 * The part that an exit closes: without a quantity, what there is; without a price, at the one that makes the reported
 * result, since then there is nothing to hold that against.
 */
export function exitLegOf(trade: OpenTrade, event: TradingEvent): Leg {
  const quantity = sizeOf(event) ?? textOf(trade.leftQuantity);
  const fees = event.fees ?? "0";
  const price = event.price ?? dataDecimal(event, "exit_price");
  if (price !== undefined) return { quantity, price, fees };
  const entryPrice = trade.averageEntry;
  const [size, entered] = [money(quantity), money(trade.entries.quantity)];
  if (event.pnl === undefined || size.eq(0) || entered.eq(0)) return { quantity, price: entryPrice, fees };
  const entryFees = money(trade.entries.fees).times(size).div(entered);
  const move = money(event.pnl).plus(fees).plus(entryFees).div(size).times(trade.head.direction);
  return { quantity, price: textOf(move.plus(entryPrice).round(QUOTIENT_DIGITS)), fees };
}

function sizeOf({ quantity }: TradingEvent): DecimalText | undefined {
  return quantity?.startsWith("-") === true ? quantity.slice(1) : quantity;
}

function excursion(
  price: number,
  entry: number,
  direction: Direction,
  bound: (a: number, b: number) => number,
): number | null {
  return entry > 0 && !Number.isNaN(price) ? bound(0, (direction * (price - entry)) / entry + 0) : null;
}
