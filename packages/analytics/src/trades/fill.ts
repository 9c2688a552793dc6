import type { DecimalText } from "@daybook/protocol";
import { money, textOf } from "../decimal/money.ts";
import type { Direction, TradingEvent } from "../events/trading-event.ts";
import { currencyOf, dataDecimal, dataText, directionOf, isDone } from "../events/trading-event.ts";

/** A part of an order that was executed. */
export interface Fill {
  readonly event: TradingEvent;
  readonly symbol: string;
  readonly direction: Direction;
  readonly quantity: DecimalText;
  readonly price: DecimalText;
  /** In {@link currency}; fees in another one are in {@link otherFee}. */
  readonly fees: DecimalText;
  readonly currency: string;
  readonly otherFee: { readonly currency: string; readonly amount: DecimalText } | undefined;
}

/** What was heard of an order that has not been filled yet. */
interface OrderState {
  readonly wanted: DecimalText | undefined;
  filled: DecimalText;
  cost: DecimalText;
  fees: DecimalText;
}

/** Orders whose fate is followed at most; the oldest is forgotten. */
const MAX_ORDERS = 100_000;

/**
 * Reads executions from events. An `order_filled` after partial fills tells, with many bots, the whole order again, at its
 * average price: then only what the parts had left is an execution. It is recognised by the order's size: parts and last
 * fill together would be more than was ordered.
 */
export class FillReader {
  readonly #orders = new Map<string, OrderState>();

  read(event: TradingEvent): Fill | undefined {
    const { event_type: type, order_id: orderId, price, symbol } = event;
    // Some write a sale as a negative quantity beside the side that says it.
    const quantity = event.quantity?.startsWith("-") === true ? event.quantity.slice(1) : event.quantity;
    if (type === "order_placed") {
      if (orderId !== undefined) this.#remember(orderId, { wanted: quantity, filled: "0", cost: "0", fees: "0" });
      return undefined;
    }
    if (type === "trade_executed" && !isDone(event)) return undefined;
    const direction = directionOf(event.side);
    if (symbol === undefined || direction === undefined || quantity === undefined || price === undefined)
      return undefined;
    if (!(Number(quantity) !== 0 && Number(price) >= 0)) return undefined;
    const order = orderId === undefined ? undefined : this.#orders.get(orderId);
    const rest = order === undefined ? undefined : restOf(order, event, quantity, price);
    if (order !== undefined) {
      if (type === "order_filled") this.#orders.delete(orderId as string);
      else note(order, quantity, price, event.fees ?? "0");
    } else if (orderId !== undefined && type === "order_partially_filled") {
      const wanted = wantedOf(event);
      const state: OrderState = { wanted, filled: "0", cost: "0", fees: "0" };
      note(state, quantity, price, event.fees ?? "0");
      this.#remember(orderId, state);
    }
    if (rest === "nothing") return undefined;
    return toFill(event, symbol, direction, rest ?? { quantity, price, fees: event.fees ?? "0" });
  }

  #remember(orderId: string, state: OrderState): void {
    if (this.#orders.size >= MAX_ORDERS) {
      const oldest = this.#orders.keys().next();
      if (oldest.done !== true) this.#orders.delete(oldest.value);
    }
    this.#orders.set(orderId, state);
  }
}

interface Part {
  readonly quantity: DecimalText;
  readonly price: DecimalText;
  readonly fees: DecimalText;
}

function toFill(event: TradingEvent, symbol: string, direction: Direction, part: Part): Fill {
  const currency = currencyOf(event);
  const feeCurrency = dataText(event, "fee_currency");
  const isOther = feeCurrency !== undefined && currency !== "" && feeCurrency !== currency;
  return {
    event,
    symbol,
    direction,
    quantity: part.quantity,
    price: part.price,
    fees: isOther ? "0" : part.fees,
    currency,
    otherFee: isOther && Number(part.fees) !== 0 ? { currency: feeCurrency, amount: part.fees } : undefined,
  };
}

function wantedOf(event: TradingEvent): DecimalText | undefined {
  const remaining = dataDecimal(event, "remaining_quantity");
  const filled = dataDecimal(event, "cumulative_quantity") ?? dataDecimal(event, "filled_quantity") ?? event.quantity;
  return remaining === undefined || filled === undefined ? undefined : textOf(money(remaining).plus(filled));
}

function note(order: OrderState, quantity: DecimalText, price: DecimalText, fees: DecimalText): void {
  order.filled = textOf(money(order.filled).plus(quantity));
  order.cost = textOf(money(order.cost).plus(money(quantity).times(price)));
  order.fees = textOf(money(order.fees).plus(fees));
}

/** What the parts have left of a fill that tells the whole order; undefined when it tells its own part only. */
function restOf(
  order: OrderState,
  event: TradingEvent,
  quantity: DecimalText,
  price: DecimalText,
): Part | "nothing" | undefined {
  if (event.event_type !== "order_filled" || order.wanted === undefined || Number(order.filled) === 0) return undefined;
  if (money(order.filled).plus(quantity).lte(order.wanted)) return undefined;
  const rest = money(quantity).minus(order.filled);
  if (rest.lte(0)) return "nothing";
  const cost = money(quantity).times(price).minus(order.cost);
  const fees = money(event.fees ?? "0").minus(order.fees);
  return { quantity: textOf(rest), price: textOf(cost.div(rest)), fees: textOf(fees) };
}
