import type { DecimalText } from "@daybook/protocol";
import { epochMs } from "../calendar/epoch-ms.ts";
import { ExactSum } from "../decimal/exact-sum.ts";
import { QUOTIENT_DIGITS, money, textOf } from "../decimal/money.ts";
import type { Big } from "../decimal/money.ts";
import type { Direction } from "../events/trading-event.ts";
import type { Fill } from "./fill.ts";
import { Lots } from "./lots.ts";
import type { Matching } from "./lots.ts";
import type { TradeSink } from "./trade.ts";
import { newTrip, noteFill, partOf, toTrade } from "./trip.ts";
import type { Held, Trip } from "./trip.ts";

/**
 * What counts as one trade: a position from flat to flat; each fill that closes something; or the same after fills that
 * follow each other in one direction were merged at their average price, as pyfolio does.
 */
export const ROUND_TRIPS = ["flat_to_flat", "per_close", "per_run"] as const;
export type RoundTrips = (typeof ROUND_TRIPS)[number];

interface Position extends Held {
  lots: Lots;
  trip: Trip | undefined;
  /** Fills that are not booked yet, since the next may go the same way. */
  run: Run | undefined;
}

interface Run {
  readonly fill: Fill;
  lastMs: number;
  quantity: Big;
  cost: Big;
  fees: Big;
}

/** Fills further apart are not merged. */
const RUN_GAP_MS = 8 * 3_600_000;

/** An open position as the book holds it. */
export interface HeldPosition extends Held {
  readonly direction: Direction;
  readonly entryTime: string;
  readonly quantity: Big;
  readonly cost: Big;
  readonly fees: Big;
  readonly realised: Big;
  readonly id: string;
}

export interface FillBookOptions {
  readonly matching: Matching;
  readonly roundTrips: RoundTrips;
}

/**
 * Trades from executions: one position per exchange, strategy and symbol, opened, scaled, closed and turned by its fills. A
 * fill that goes through zero closes the position and opens the other way, its fee split by quantity.
 */
export class FillBook {
  readonly #sink: TradeSink;
  readonly #options: FillBookOptions;
  readonly #positions = new Map<string, Position>();
  readonly #bySymbol = new Map<string, Position[]>();
  readonly #otherFees = new Map<string, ExactSum>();
  fills = 0;

  constructor(sink: TradeSink, options: FillBookOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  /** Fees in currencies that no price was known for: not in any result. */
  get otherFees(): Record<string, DecimalText> {
    return Object.fromEntries([...this.#otherFees].map(([currency, sum]) => [currency, sum.text]));
  }

  /** `fees`: in the fill's currency, with those converted from another one; `undefined` when that could not be done. */
  add(fill: Fill, convertedFee: DecimalText | undefined): void {
    this.fills++;
    if (fill.otherFee !== undefined && convertedFee === undefined) {
      const { currency, amount } = fill.otherFee;
      const sum = this.#otherFees.get(currency) ?? new ExactSum();
      this.#otherFees.set(currency, sum);
      sum.add(amount);
    }
    const position = this.#positionOf(fill);
    const quantity = money(fill.quantity);
    const fees = money(fill.fees).plus(convertedFee ?? "0");
    if (this.#options.roundTrips === "per_run") this.#run(position, fill, quantity, fees);
    else this.#book(position, fill, quantity, fees);
  }

  /** Books what was waiting for a fill of the same direction. */
  finish(): void {
    for (const position of this.#positions.values()) this.#endRun(position);
  }

  #run(position: Position, fill: Fill, quantity: Big, fees: Big): void {
    const timeMs = epochMs(fill.event.timestamp);
    const cost = quantity.times(fill.price);
    const { run } = position;
    if (run === undefined || run.fill.direction !== fill.direction || timeMs - run.lastMs > RUN_GAP_MS) {
      this.#endRun(position);
      position.run = { fill, lastMs: timeMs, quantity, cost, fees };
      return;
    }
    run.lastMs = timeMs;
    run.quantity = run.quantity.plus(quantity);
    run.cost = run.cost.plus(cost);
    run.fees = run.fees.plus(fees);
  }

  #endRun(position: Position): void {
    const { run } = position;
    if (run === undefined) return;
    position.run = undefined;
    const price = textOf(run.cost.div(run.quantity).round(QUOTIENT_DIGITS));
    this.#book(position, { ...run.fill, price }, run.quantity, run.fees);
  }

  #book(position: Position, fill: Fill, quantity: Big, fees: Big): void {
    const trip = position.trip;
    if (trip === undefined || trip.direction === fill.direction) return this.#open(position, fill, quantity, fees);
    const closing = quantity.gt(position.lots.quantity) ? position.lots.quantity : quantity;
    const closingFees = closing.eq(quantity) ? fees : fees.times(closing).div(quantity).round(QUOTIENT_DIGITS);
    this.#close(position, trip, fill, closing, closingFees);
    if (closing.lt(quantity)) this.#open(position, fill, quantity.minus(closing), fees.minus(closingFees));
  }

  see(symbol: string, price: number): void {
    for (const { trip } of this.#bySymbol.get(symbol) ?? []) {
      if (trip === undefined) continue;
      trip.high = Math.max(trip.high, price);
      trip.low = Math.min(trip.low, price);
    }
  }

  open(): HeldPosition[] {
    return [...this.#positions.values()].flatMap(({ lots, trip, run: _, ...about }) =>
      trip === undefined
        ? []
        : {
            ...about,
            direction: trip.direction,
            entryTime: trip.entryTime,
            quantity: lots.quantity,
            cost: lots.cost,
            fees: trip.feesEntry.plus(trip.feesExit),
            realised: trip.pnl,
            id: trip.eventIds[0] ?? `${about.symbol} ${trip.entryTime}`,
          },
    );
  }

  #positionOf({ symbol, event, currency }: Fill): Position {
    const { strategy = "", exchange = "" } = event;
    const key = `${exchange}\u0000${strategy}\u0000${symbol}`;
    let position = this.#positions.get(key);
    if (position === undefined) {
      position = {
        symbol,
        strategy,
        exchange,
        currency,
        lots: new Lots(this.#options.matching),
        trip: undefined,
        run: undefined,
      };
      this.#positions.set(key, position);
      const others = this.#bySymbol.get(symbol);
      if (others === undefined) this.#bySymbol.set(symbol, [position]);
      else others.push(position);
    }
    return position;
  }

  #open(position: Position, fill: Fill, quantity: Big, fees: Big): void {
    const cost = quantity.times(fill.price);
    position.lots.open(quantity, cost, fees);
    const trip = (position.trip ??= newTrip(fill));
    trip.entered = trip.entered.plus(quantity);
    trip.entryCost = trip.entryCost.plus(cost);
    trip.feesEntry = trip.feesEntry.plus(fees);
    noteFill(trip, fill);
  }

  #close(position: Position, trip: Trip, fill: Fill, quantity: Big, fees: Big): void {
    const { direction } = trip;
    const closed = position.lots.close(quantity);
    const proceeds = quantity.times(fill.price);
    const pnl = proceeds.minus(closed.cost).times(direction).minus(closed.fees).minus(fees);
    trip.exited = trip.exited.plus(quantity);
    trip.proceeds = trip.proceeds.plus(proceeds);
    trip.feesExit = trip.feesExit.plus(fees);
    trip.pnl = trip.pnl.plus(pnl);
    noteFill(trip, fill);
    const { symbol, strategy, currency } = position;
    this.#sink.booking?.({
      timestamp: fill.event.timestamp,
      kind: "pnl",
      currency,
      amount: textOf(pnl),
      fees: textOf(fees.plus(closed.fees)),
      symbol,
      strategy,
    });
    const isFlat = position.lots.quantity.eq(0);
    if (this.#options.roundTrips !== "flat_to_flat") {
      const entry = { entered: quantity, entryCost: closed.cost, feesEntry: closed.fees };
      const part = partOf(trip, fill, { ...entry, exited: quantity, proceeds, feesExit: fees, pnl });
      this.#sink.trade(toTrade(position, part, fill));
    } else if (isFlat) this.#sink.trade(toTrade(position, trip, fill));
    if (isFlat) position.trip = undefined;
  }
}
