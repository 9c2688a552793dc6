import { epochMs } from "../calendar/epoch-ms.ts";
import { ZERO, textOf } from "../decimal/money.ts";
import type { Big } from "../decimal/money.ts";
import type { Direction } from "../events/trading-event.ts";
import type { Fill } from "./fill.ts";
import { MAX_TRADE_IDS } from "./trade.ts";
import type { Trade } from "./trade.ts";

export interface Sums {
  entered: Big;
  entryCost: Big;
  exited: Big;
  proceeds: Big;
  feesEntry: Big;
  feesExit: Big;
  pnl: Big;
}

/** Sums of a position since it was flat. */
export interface Trip extends Sums {
  readonly direction: Direction;
  readonly entryTime: string;
  high: number;
  low: number;
  readonly eventIds: string[];
  readonly orderIds: Set<string>;
}

/** Whose position it is. */
export type Held = Pick<Trade, "symbol" | "strategy" | "exchange" | "currency">;

export function newTrip({ direction, event, price }: Fill): Trip {
  const sums = { entered: ZERO, entryCost: ZERO, exited: ZERO, proceeds: ZERO };
  const results = { feesEntry: ZERO, feesExit: ZERO, pnl: ZERO };
  const number = Number(price);
  return {
    direction,
    entryTime: event.timestamp,
    ...sums,
    ...results,
    high: number,
    low: number,
    eventIds: [],
    orderIds: new Set(),
  };
}

/** A fill of it. */
export function noteFill(trip: Trip, { event, price }: Fill): void {
  const number = Number(price);
  trip.high = Math.max(trip.high, number);
  trip.low = Math.min(trip.low, number);
  const { id, order_id: orderId } = event;
  if (id !== undefined && trip.eventIds.length < MAX_TRADE_IDS && trip.eventIds.at(-1) !== id) trip.eventIds.push(id);
  if (orderId !== undefined && trip.orderIds.size < MAX_TRADE_IDS) trip.orderIds.add(orderId);
}

/**
 * The part of a trip that one fill has closed. Of the ids, those of what opened and of what closed it: the fills between may
 * be many, and belong to other parts too.
 */
export function partOf(trip: Trip, { event }: Fill, sums: Sums): Trip {
  const eventIds = trip.eventIds.slice(0, 1);
  if (event.id !== undefined && eventIds[0] !== event.id) eventIds.push(event.id);
  const [firstOrder] = trip.orderIds;
  const orders = [firstOrder, event.order_id].filter((id) => id !== undefined);
  return { ...trip, ...sums, eventIds, orderIds: new Set(orders) };
}

export function toTrade(about: Held, trip: Trip, { event }: Fill): Trade {
  const { symbol, strategy, exchange, currency } = about;
  const entryPrice = trip.entryCost.div(trip.entered);
  const [entry, volume, long] = [Number(entryPrice), Number(trip.entryCost), trip.direction === 1];
  // Zero is added so that a zero has no sign.
  const move = (price: number): number => (entry > 0 ? (trip.direction * (price - entry)) / entry + 0 : 0);
  return {
    id: trip.eventIds[0] ?? `${symbol} ${trip.entryTime}`,
    source: "fills",
    symbol,
    strategy,
    exchange,
    currency,
    side: long ? "long" : "short",
    quantity: textOf(trip.entered),
    entry_price: textOf(entryPrice),
    exit_price: textOf(trip.proceeds.div(trip.exited)),
    entry_time: trip.entryTime,
    exit_time: event.timestamp,
    exit_reason: "",
    pnl: textOf(trip.pnl),
    fees_entry: textOf(trip.feesEntry),
    fees_exit: textOf(trip.feesExit),
    funding: "0",
    volume_entry: textOf(trip.entryCost),
    return: volume > 0 ? Number(trip.pnl) / volume : null,
    duration_ms: Math.max(0, epochMs(event.timestamp) - epochMs(trip.entryTime)),
    mfe: Math.max(0, move(long ? trip.high : trip.low)),
    mae: Math.min(0, move(long ? trip.low : trip.high)),
    event_ids: [...trip.eventIds],
    order_ids: [...trip.orderIds],
  };
}
