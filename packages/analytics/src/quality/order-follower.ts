import type { DecimalText } from "@daybook/protocol";
import { sumOf } from "../decimal/exact-sum.ts";
import { money } from "../decimal/money.ts";
import type { Direction, TradingEvent } from "../events/trading-event.ts";
import { currencyOf, directionOf } from "../events/trading-event.ts";
import type { Fill } from "../trades/fill.ts";
import { FillReader } from "../trades/fill.ts";
import { PriceBook } from "../trades/price-book.ts";
import { firstDecimal, firstText, isPositive, reasonIn } from "./fields.ts";
import { microsOf } from "./instant.ts";
import { FRESH_PRICE_US, MAX_CURRENCIES, MAX_ORDERS, MAX_SYMBOLS, PRICE_HORIZON_US } from "./limits.ts";
import type { OrderLife, Placement } from "./order-life.ts";
import { beginOrder, isWhole, wantedQuantity } from "./order-life.ts";
import { Origins } from "./origins.ts";
import { RecentMap } from "./recent-map.ts";

/** Where an order goes once nothing more is expected of it, with the last known price of its symbol. */
export type SettledOrder = (order: OrderLife, lastPrice: DecimalText | undefined) => void;

/** Follows each order from its placement to its end. Orders that the log does not place begin with their first event. */
export class OrderFollower {
  readonly #orders: RecentMap<OrderLife>;
  readonly #settle: SettledOrder;
  readonly #origins = new Origins();
  readonly #reader = new FillReader();
  readonly #prices = new PriceBook();
  readonly #symbols = new Set<string>();
  /** When each symbol's newest `price` event was written. */
  readonly #quotedUs = new Map<string, { us: number; price: DecimalText }>();
  /** Other names of an order: the exchange's and the client's. */
  readonly #aliases = new RecentMap<string>(MAX_ORDERS);
  readonly otherFees = new Map<string, DecimalText>();
  repeatedFills = 0;
  /** Fills without symbol, side, quantity or price, of orders that are not known. */
  unreadableFills = 0;

  constructor(settle: SettledOrder) {
    this.#settle = settle;
    this.#orders = new RecentMap(MAX_ORDERS, (order) => settle(order, this.#prices.of(order.symbol)));
  }

  /** Orders that were settled early, since too many were under way. */
  get settledEarly(): number {
    return this.#orders.forgotten;
  }

  get forgottenSignals(): number {
    return this.#origins.forgotten;
  }

  add(event: TradingEvent): void {
    if (this.#origins.add(event)) return;
    switch (event.event_type) {
      case "price":
      case "position_snapshot":
        return this.#quote(event);
      case "order_placed":
        return this.#place(event);
      case "order_accepted":
        return this.#accept(event);
      case "order_partially_filled":
      case "order_filled":
      case "trade_executed":
        return this.#fill(event);
      case "order_cancelled":
        return this.#end(event, "cancelled");
      case "order_rejected":
        return this.#end(event, "rejected");
      default:
    }
  }

  /** Settles what is left as it stands. */
  finish(): void {
    for (const order of this.#orders.values()) this.#settle(order, this.#prices.of(order.symbol));
    this.#orders.clear();
  }

  #quote(event: TradingEvent): void {
    const { symbol, price } = event;
    if (symbol === undefined || !isPositive(price) || !this.#note({ ...event, symbol })) return;
    if (event.event_type === "price") this.#quotedUs.set(symbol, { us: microsOf(event.timestamp), price });
  }

  /** Remembers a price, unless its symbol is one too many. */
  #note(event: TradingEvent & { readonly symbol: string }): boolean {
    if (!this.#symbols.has(event.symbol)) {
      if (this.#symbols.size >= MAX_SYMBOLS) return false;
      this.#symbols.add(event.symbol);
    }
    this.#prices.note(event);
    return true;
  }

  #place(event: TradingEvent): void {
    const orderId = event.order_id ?? event.id;
    if (orderId === undefined || this.#orders.has(orderId)) return;
    this.#reader.read(event);
    const direction = directionOf(event.side);
    const order = beginOrder(orderId, event, {
      placedUs: microsOf(event.timestamp),
      ...this.#arrival(event),
      origin: this.#origins.of(event, direction),
    });
    this.#orders.set(orderId, order);
    this.#alias(event, orderId);
  }

  #accept(event: TradingEvent): void {
    const order = this.#orderOf(event);
    if (order === undefined) return;
    order.acceptedUs ??= microsOf(event.timestamp);
    this.#alias(event, order.order_id);
  }

  #fill(event: TradingEvent): void {
    const known = this.#find(event);
    if (event.event_type === "trade_executed" && known?.hasOrderFills === true) return;
    if (known !== undefined && isWhole(known) && known.filled.gt(0)) {
      this.repeatedFills++;
      return;
    }
    const fill = this.#reader.read(known === undefined ? event : completed(event, known));
    if (fill === undefined) {
      if (known === undefined && event.event_type !== "trade_executed") this.unreadableFills++;
      if (event.event_type === "order_filled") this.#closeWhole(event, known);
      return;
    }
    const order = known ?? this.#orderOf(event);
    if (order === undefined) return;
    this.#addFill(order, fill);
    this.#closeWhole(event, order);
  }

  #addFill(order: OrderLife, fill: Fill): void {
    const quantity = money(fill.quantity);
    const at = microsOf(fill.event.timestamp);
    const told = fill.event.quantity === undefined ? quantity : money(fill.event.quantity).abs();
    order.filled = order.filled.plus(quantity);
    // A fill that tells the whole order gives its cost exactly; the price of what its parts left is a rounded quotient.
    order.cost = told.eq(quantity)
      ? order.cost.plus(quantity.times(fill.price))
      : told.times(fill.event.price ?? fill.price);
    order.fees = order.fees.plus(fill.fees).plus(this.#otherFee(fill));
    order.firstFillUs ??= at;
    order.lastFillUs = at;
    order.direction ??= fill.direction;
    if (order.symbol === "") order.symbol = fill.symbol;
    if (order.currency === "") order.currency = fill.currency;
    if (fill.event.event_type !== "trade_executed") order.hasOrderFills = true;
    if (isPositive(fill.price)) this.#note({ ...fill.event, symbol: fill.symbol, price: fill.price });
  }

  #otherFee({ otherFee, currency }: Fill): DecimalText {
    if (otherFee === undefined) return "0";
    const converted = this.#prices.convert(otherFee.amount, otherFee.currency, currency);
    if (converted !== undefined) return converted;
    const before = this.otherFees.get(otherFee.currency);
    const isKept = before !== undefined || this.otherFees.size < MAX_CURRENCIES;
    if (isKept) this.otherFees.set(otherFee.currency, sumOf([before ?? "0", otherFee.amount]));
    return "0";
  }

  #closeWhole(event: TradingEvent, order: OrderLife | undefined): void {
    if (order === undefined || order.filled.eq(0)) return;
    const isLast = event.event_type === "trade_executed" && order.wanted === undefined;
    if (event.event_type === "order_filled" || isLast || isWhole(order)) order.status = "filled";
  }

  #end(event: TradingEvent, status: "cancelled" | "rejected"): void {
    const order = this.#orderOf(event);
    // Some log each part as order_filled: such an order may still be cancelled.
    if (order === undefined || (order.status === "filled" && isWhole(order))) return;
    order.status = status;
    order.reason = reasonIn(event) ?? "no reason logged";
    order.wanted ??= wantedQuantity(event);
    order.endPrice = this.#prices.of(order.symbol);
  }

  #find(event: TradingEvent): OrderLife | undefined {
    const names = [event.order_id, firstText(event, "client_order_id"), firstText(event, "exchange_order_id")];
    for (const name of names) {
      if (name === undefined) continue;
      const order = this.#orders.get(name) ?? this.#orders.get(this.#aliases.get(name) ?? "");
      if (order !== undefined) return order;
    }
    return undefined;
  }

  /** The order that an event names; a new one when it was never placed in this log. */
  #orderOf(event: TradingEvent): OrderLife | undefined {
    const known = this.#find(event);
    if (known !== undefined) return known;
    const orderId = event.order_id ?? event.id;
    if (orderId === undefined) return undefined;
    const named = namedArrival(event);
    const placement: Placement = { placedUs: undefined, origin: undefined, ...(named ?? NO_ARRIVAL) };
    const order = beginOrder(orderId, event, placement);
    this.#orders.set(orderId, order);
    return order;
  }

  #alias(event: TradingEvent, orderId: string): void {
    for (const name of [firstText(event, "client_order_id"), firstText(event, "exchange_order_id")]) {
      if (name !== undefined && name !== orderId) this.#aliases.set(name, orderId);
    }
  }

  #arrival(event: TradingEvent): Arrival {
    const named = namedArrival(event);
    if (named !== undefined) return named;
    const quoted = event.symbol === undefined ? undefined : this.#quotedUs.get(event.symbol);
    const ageUs = quoted === undefined ? Number.POSITIVE_INFINITY : microsOf(event.timestamp) - quoted.us;
    const isMarket = firstText(event, "order_type", "type")?.toLowerCase() === "market";
    if (isMarket && isPositive(event.price) && ageUs > FRESH_PRICE_US) {
      return { arrival: event.price, arrivalSource: "order_price" };
    }
    if (quoted === undefined || ageUs > PRICE_HORIZON_US) return NO_ARRIVAL;
    return { arrival: quoted.price, arrivalSource: "price_event" };
  }
}

type Arrival = Pick<OrderLife, "arrival" | "arrivalSource">;
const NO_ARRIVAL: Arrival = { arrival: undefined, arrivalSource: "none" };

function namedArrival(event: TradingEvent): Arrival | undefined {
  for (const source of ["arrival_price", "mid_price"] as const) {
    const price = firstDecimal(event, source);
    if (isPositive(price)) return { arrival: price, arrivalSource: source };
  }
  return undefined;
}

/** A fill often names its order only: symbol, side and currency are those of the placement. */
function completed(event: TradingEvent, order: OrderLife): TradingEvent {
  const side = (direction: Direction | undefined): string | undefined =>
    direction === undefined ? undefined : direction === 1 ? "buy" : "sell";
  const symbol = event.symbol ?? order.symbol;
  const known = directionOf(event.side) === undefined ? side(order.direction) : event.side;
  const currency = currencyOf(event) || order.currency;
  return {
    ...event,
    symbol,
    order_id: order.order_id,
    ...(known === undefined ? {} : { side: known }),
    ...(currency === "" ? {} : { currency }),
  };
}
