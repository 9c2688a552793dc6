import type { DecimalText } from "@daybook/protocol";
import type { Big } from "../decimal/money.ts";
import { ZERO, money } from "../decimal/money.ts";
import type { Direction, TradingEvent } from "../events/trading-event.ts";
import { currencyOf, directionOf } from "../events/trading-event.ts";
import type { Origin } from "./origins.ts";

/** Where the price came from that an order met. */
export const ARRIVAL_SOURCES = ["arrival_price", "mid_price", "price_event", "order_price", "none"] as const;
export type ArrivalSource = (typeof ARRIVAL_SOURCES)[number];

export type OrderStatus = "open" | "filled" | "cancelled" | "rejected";

/** What is known of an order: from its placement, or from the first event that names it. */
export interface OrderLife {
  readonly order_id: string;
  readonly event_id: string;
  symbol: string;
  strategy: string;
  currency: string;
  direction: Direction | undefined;
  wanted: DecimalText | undefined;
  readonly placedUs: number | undefined;
  readonly arrival: DecimalText | undefined;
  readonly arrivalSource: ArrivalSource;
  readonly origin: Origin | undefined;
  acceptedUs: number | undefined;
  firstFillUs: number | undefined;
  lastFillUs: number | undefined;
  filled: Big;
  /** Σ quantity × price of its fills. */
  cost: Big;
  fees: Big;
  status: OrderStatus;
  reason: string;
  /** The last known price when it was given up; undefined while it is open. */
  endPrice: DecimalText | undefined;
  /** Told by `order_…` events; a `trade_executed` of the same order tells them again. */
  hasOrderFills: boolean;
}

export interface Placement {
  readonly placedUs: number | undefined;
  readonly arrival: DecimalText | undefined;
  readonly arrivalSource: ArrivalSource;
  readonly origin: Origin | undefined;
}

export function beginOrder(orderId: string, event: TradingEvent, placement: Placement): OrderLife {
  return {
    order_id: orderId,
    event_id: event.id ?? "",
    symbol: event.symbol ?? "",
    strategy: event.strategy ?? "",
    currency: currencyOf(event),
    direction: directionOf(event.side),
    wanted: placement.placedUs === undefined ? undefined : wantedQuantity(event),
    ...placement,
    acceptedUs: undefined,
    firstFillUs: undefined,
    lastFillUs: undefined,
    filled: ZERO,
    cost: ZERO,
    fees: ZERO,
    status: "open",
    reason: "",
    endPrice: undefined,
    hasOrderFills: false,
  };
}

export function wantedQuantity({ quantity }: TradingEvent): DecimalText | undefined {
  if (quantity === undefined) return undefined;
  return quantity.startsWith("-") ? quantity.slice(1) : quantity;
}

/** Whether nothing of what was wanted is left. */
export function isWhole(order: OrderLife): boolean {
  return order.wanted === undefined ? order.status === "filled" : order.filled.gte(money(order.wanted));
}

/** Side · (average fill − arrival) / arrival in basis points: above zero it cost something. */
export function slippageBps(order: OrderLife): number | undefined {
  const { arrival, direction, filled, cost } = order;
  if (arrival === undefined || direction === undefined || filled.eq(0)) return undefined;
  const atArrival = filled.times(arrival);
  // Zero has no sign.
  return Number(cost.minus(atArrival).times(direction).times(10_000).div(atArrival)) + 0;
}
