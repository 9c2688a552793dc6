import type { DecimalText } from "@daybook/protocol";
import { ExactSum, sumOf } from "../decimal/exact-sum.ts";
import { QUOTIENT_DIGITS, ZERO, money, textOf } from "../decimal/money.ts";
import type { Big } from "../decimal/money.ts";
import type { Direction, TradingEvent } from "../events/trading-event.ts";
import { dataDecimal, dataText } from "../events/trading-event.ts";
import type { Trade } from "./trade.ts";

/** A part of a position: opened or closed at one price. */
export interface Leg {
  readonly quantity: DecimalText;
  readonly price: DecimalText;
  readonly fees: DecimalText;
}

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
  readonly entries: Leg[] = [];
  readonly exits: Leg[] = [];
  readonly eventIds: string[] = [];
  readonly orderIds: string[] = [];
  /** Of the exits, as reported; undefined from an exit on that reports none. */
  #reported: DecimalText[] | undefined = [];
  #entered = 0;
  #left = 0;
  #funding: DecimalText = "0";
  #high = Number.NaN;
  #low = Number.NaN;
  exitReason = "";
  /** What was booked of it so far. */
  readonly booked: DecimalText[] = [];

  constructor(head: TradeHead) {
    this.head = head;
  }

  enter(leg: Leg, event: TradingEvent): void {
    this.entries.push(leg);
    this.#entered += Number(leg.quantity);
    this.#left += Number(leg.quantity);
    this.#note(event);
  }

  /** `pnl` is what the event reports for this part. */
  exit(leg: Leg, pnl: DecimalText | undefined, event: TradingEvent): void {
    this.exits.push(leg);
    this.#left -= Number(leg.quantity);
    if (pnl === undefined) this.#reported = undefined;
    else this.#reported?.push(pnl);
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
    return this.#left <= this.#entered * DUST_SHARE;
  }

  get leftQuantity(): Big {
    return total(this.entries).minus(total(this.exits));
  }

  get averageEntry(): DecimalText {
    return averagePrice(this.entries);
  }

  get fees(): DecimalText {
    return sumOf([...this.entries, ...this.exits].map(({ fees }) => fees));
  }

  /** Sum of the results reported so far; undefined when an exit has reported none. */
  get reported(): DecimalText | undefined {
    return this.#reported === undefined ? undefined : sumOf(this.#reported);
  }

  close(exitTime: string): Trade {
    const { direction, entryTime, ...head } = this.head;
    const entryVolume = volume(this.entries);
    const feesEntry = sumOf(this.entries.map(({ fees }) => fees));
    const feesExit = sumOf(this.exits.map(({ fees }) => fees));
    const result = this.#result(direction, feesEntry, feesExit);
    const volumeNumber = Number(entryVolume);
    const entryPrice = Number(this.averageEntry);
    return {
      ...head,
      side: direction === 1 ? "long" : "short",
      quantity: sumOf(this.entries.map(({ quantity }) => quantity)),
      entry_price: this.averageEntry,
      exit_price: averagePrice(this.exits),
      entry_time: entryTime,
      exit_time: exitTime,
      exit_reason: this.exitReason,
      ...result,
      fees_exit: feesExit,
      funding: this.#funding,
      volume_entry: entryVolume,
      return: volumeNumber > 0 ? Number(result.pnl) / volumeNumber : null,
      duration_ms: Math.max(0, Date.parse(exitTime) - Date.parse(entryTime)),
      mfe: excursion(direction === 1 ? this.#high : this.#low, entryPrice, direction, Math.max),
      mae: excursion(direction === 1 ? this.#low : this.#high, entryPrice, direction, Math.min),
      event_ids: this.eventIds,
      order_ids: this.orderIds,
    };
  }

  /**
   * What was reported stays; what differs from it is shown. Some bots repeat the entry's fee in the exit's: when only that
   * explains the reported result, the entry's is not counted again.
   */
  #result(direction: Direction, feesEntry: DecimalText, feesExit: DecimalText) {
    const gross = this.#grossNumber(direction);
    const tolerance = PNL_TOLERANCE * Math.max(numberVolume(this.entries), numberVolume(this.exits));
    const funding = Number(this.#funding);
    const [fee1, fee2] = [Number(feesEntry), Number(feesExit)];
    const reported = this.reported;
    if (reported !== undefined) {
      const [pnl, net] = [Number(reported), gross - fee1 - fee2 + funding];
      if (Math.abs(pnl - net) <= tolerance) return { pnl: reported, fees_entry: feesEntry };
      if (fee1 !== 0 && Math.abs(pnl - (net + fee1)) <= tolerance && fee2 > fee1) {
        return { pnl: reported, fees_entry: "0" };
      }
    }
    const computed = this.#computed(direction, feesEntry, feesExit);
    return reported === undefined
      ? { pnl: computed, fees_entry: feesEntry }
      : { pnl: reported, pnl_computed: computed, fees_entry: feesEntry };
  }

  /** Of what was both opened and closed: a rest that counts as closed is not sold for nothing. */
  #grossNumber(direction: Direction): number {
    const [entered, exited] = [numberTotal(this.entries), numberTotal(this.exits)];
    const entry = entered > 0 ? (numberVolume(this.entries) / entered) * Math.min(entered, exited) : 0;
    const exit = exited > 0 ? (numberVolume(this.exits) / exited) * Math.min(entered, exited) : 0;
    return direction * (exit - entry);
  }

  #computed(direction: Direction, feesEntry: DecimalText, feesExit: DecimalText): DecimalText {
    const [entered, exited] = [total(this.entries), total(this.exits)];
    let [entry, exit] = [money(volume(this.entries)), money(volume(this.exits))];
    if (exited.lt(entered)) entry = entry.times(exited).div(entered);
    else if (entered.lt(exited)) exit = exit.times(entered).div(exited);
    const net = exit.minus(entry).times(direction).minus(feesEntry).minus(feesExit).plus(this.#funding);
    return textOf(net.round(QUOTIENT_DIGITS));
  }

  #note(event: TradingEvent): void {
    if (event.id !== undefined) this.eventIds.push(event.id);
    if (event.order_id !== undefined && this.orderIds.at(-1) !== event.order_id) this.orderIds.push(event.order_id);
  }
}

export function reasonOf(event: TradingEvent): string | undefined {
  return dataText(event, "exit_reason") ?? dataText(event, "reason");
}

/** Quantity, price and fees of an event; undefined without a quantity and a price. */
export function legOf(event: TradingEvent): Leg | undefined {
  const price = event.price ?? dataDecimal(event, "exit_price");
  if (event.quantity === undefined || price === undefined) return undefined;
  const quantity = event.quantity.startsWith("-") ? event.quantity.slice(1) : event.quantity;
  return { quantity, price, fees: event.fees ?? "0" };
}

function total(legs: readonly Leg[]): Big {
  return legs.reduce((sum, { quantity }) => sum.plus(quantity), ZERO);
}

function volume(legs: readonly Leg[]): DecimalText {
  const sum = new ExactSum();
  for (const { quantity, price } of legs) sum.addBig(money(quantity).times(price));
  return sum.text;
}

function numberTotal(legs: readonly Leg[]): number {
  return legs.reduce((sum, { quantity }) => sum + Number(quantity), 0);
}

function numberVolume(legs: readonly Leg[]): number {
  return legs.reduce((sum, { quantity, price }) => sum + Number(quantity) * Number(price), 0);
}

function averagePrice(legs: readonly Leg[]): DecimalText {
  if (legs.length === 1) return (legs[0] as Leg).price;
  const quantity = total(legs);
  return quantity.eq(0) ? "0" : textOf(money(volume(legs)).div(quantity));
}

function excursion(
  price: number,
  entry: number,
  direction: Direction,
  bound: (a: number, b: number) => number,
): number | null {
  return entry > 0 && !Number.isNaN(price) ? bound(0, (direction * (price - entry)) / entry) : null;
}
