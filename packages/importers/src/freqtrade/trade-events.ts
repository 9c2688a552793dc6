import type { DecimalText } from "@daybook/protocol";
import { magnitude, minus, plus, quotient, times } from "../exact.ts";
import { present, type ImportedEvent } from "../imported-row.ts";
import { keptRow, type SourceRow, type Trade, type TradeOrder } from "./trade.ts";

/**
 * What happened in a trade, in time order: the entry; what was added (`position_adjusted`); partial exits; the exit when it is
 * closed. P&L of the exits adds up to the profit that freqtrade tells of the trade, to the last digit: partial ones are counted
 * as freqtrade does (average entry price, fee rates on both sides), the last one is the rest.
 */
export function tradeEvents(trade: Trade, service: string): ImportedEvent[] {
  const entries = trade.orders.filter((order) => order.isEntry);
  const exits = trade.orders.filter((order) => !order.isEntry);
  const events: ImportedEvent[] = [entryEvent(trade, entries, service)];
  // Without its entry, or ended otherwise than by its last order, a trade has no history that could be told.
  if (entries.length > 0 && (entries.length > 1 || exits.length > 1 || (trade.isOpen && exits.length > 0)))
    events.push(...changes(trade, entries, exits, service));
  else if (!trade.isOpen)
    events.push(exitEvent(trade, { ...wholeExit(trade, exits.at(-1)), entryPrice: trade.openRate }, service));
  return events;
}

function entryEvent(trade: Trade, entries: readonly TradeOrder[], service: string): ImportedEvent {
  const [first] = entries;
  const quantity = first?.quantity ?? trade.amount;
  const price = first?.price ?? trade.openRate;
  // The cost that the source tells is that of all entries together.
  const cost = entries.length > 1 ? undefined : trade.feeOpenCost;
  return {
    ...base(trade, service, "trade_entry", first?.filledAt ?? trade.openedAt),
    message: `Entered ${positionSide(trade)} ${trade.symbol} ${quantity} @ ${price}${trade.strategy === undefined ? "" : ` (${trade.strategy})`}`,
    ...present({
      side: entrySide(trade),
      price,
      quantity,
      fees: cost ?? feeOf(trade.feeOpen, quantity, price),
      order_id: first?.orderId ?? `${trade.tradeId}-E`,
    }),
    data: data(trade, trade.isOpen ? trade.row : (first?.row ?? trade.row), { enter_tag: trade.enterTag }),
  };
}

interface Exit {
  at: string;
  price: DecimalText;
  quantity: DecimalText;
  fees: DecimalText | undefined;
  orderId: string | undefined;
  entryPrice: DecimalText;
  reason: string | undefined;
}

function wholeExit(trade: Trade, order: TradeOrder | undefined): Omit<Exit, "entryPrice"> {
  const price = trade.closeRate ?? order?.price ?? trade.openRate;
  return {
    at: trade.closedAt ?? order?.filledAt ?? trade.openedAt,
    price,
    quantity: trade.amount,
    fees: trade.feeCloseCost ?? feeOf(trade.feeClose, trade.amount, price),
    orderId: order?.orderId,
    reason: trade.exitReason,
  };
}

function exitEvent(
  trade: Trade,
  exit: Exit,
  service: string,
  pnl = trade.profit ?? profitOf(trade, exit),
): ImportedEvent {
  const { currency } = trade;
  const result = pnl === undefined ? "" : ` pnl ${pnl}${currency === undefined ? "" : ` ${currency}`}`;
  return {
    ...base(trade, service, "trade_exit", exit.at),
    message: `Exited ${positionSide(trade)} ${trade.symbol} ${exit.quantity} @ ${exit.price}${result}${exit.reason === undefined ? "" : ` (${exit.reason})`}`,
    ...present({
      side: exitSide(trade),
      price: exit.price,
      quantity: exit.quantity,
      fees: exit.fees,
      pnl,
      order_id: exit.orderId ?? `${trade.tradeId}-X`,
    }),
    data: {
      ...data(trade, trade.row, { enter_tag: trade.enterTag, exit_reason: exit.reason }),
      ...present({
        pnl_ratio: asNumber(trade.profitRatio),
        duration_ms: Math.max(0, Date.parse(exit.at) - Date.parse(trade.openedAt)),
        entry_price: asNumber(exit.entryPrice),
        funding_fees: asNumber(trade.fundingFees),
      }),
    },
  };
}

/** Follows the position over its orders. */
function changes(
  trade: Trade,
  entries: readonly TradeOrder[],
  exits: readonly TradeOrder[],
  service: string,
): ImportedEvent[] {
  const events: ImportedEvent[] = [];
  const lastExit = exits.at(-1);
  let held: DecimalText = "0";
  let average: DecimalText = trade.openRate;
  let realised: DecimalText = "0";
  for (const order of trade.orders) {
    if (order.isEntry) {
      const cost = plus(times(held, average), times(order.quantity, order.price));
      const next = plus(held, order.quantity);
      average = quotient(cost, next) ?? order.price;
      held = next ?? held;
      if (order !== entries[0]) events.push(adjustedEvent(trade, order, held, average, service));
      continue;
    }
    const exit: Exit = {
      at: order.filledAt,
      price: order.price,
      quantity: order.quantity,
      fees: feeOf(trade.feeClose, order.quantity, order.price),
      orderId: order.orderId,
      entryPrice: average,
      reason: order.tag ?? trade.exitReason,
    };
    const isLast = order === lastExit;
    const rest = isLast ? minus(trade.profit, realised) : undefined;
    if (isLast && !trade.isOpen) {
      const closing = { ...exit, reason: trade.exitReason ?? exit.reason };
      events.push(exitEvent(trade, closing, service, rest ?? profitOf(trade, exit)));
      break;
    }
    const pnl = rest ?? profitOf(trade, exit);
    realised = plus(realised, pnl) ?? realised;
    held = minus(held, order.quantity) ?? held;
    events.push(partialEvent(trade, exit, order, { pnl, held }, service));
  }
  if (!trade.isOpen && lastExit === undefined) {
    // The orders know of no exit, the trade does: all that was held has gone.
    events.push(exitEvent(trade, { ...wholeExit(trade, undefined), quantity: held, entryPrice: average }, service));
  }
  return events;
}

function adjustedEvent(
  trade: Trade,
  order: TradeOrder,
  held: DecimalText,
  average: DecimalText,
  service: string,
): ImportedEvent {
  return {
    ...base(trade, service, "position_adjusted", order.filledAt),
    message: `Added ${order.quantity} ${trade.symbol} @ ${order.price}, now ${held}`,
    ...present({
      side: entrySide(trade),
      price: order.price,
      quantity: order.quantity,
      fees: feeOf(trade.feeOpen, order.quantity, order.price),
      order_id: order.orderId,
    }),
    data: data(trade, order.row, {
      reason: order.tag ?? "adjustment",
      position_quantity: asNumber(held),
      entry_price: asNumber(average),
    }),
  };
}

function partialEvent(
  trade: Trade,
  exit: Exit,
  order: TradeOrder,
  { pnl, held }: { pnl: DecimalText | undefined; held: DecimalText },
  service: string,
): ImportedEvent {
  return {
    ...base(trade, service, "trade_partial_exit", exit.at),
    message: `Exited a part of ${positionSide(trade)} ${trade.symbol} ${exit.quantity} @ ${exit.price}`,
    ...present({
      side: exitSide(trade),
      price: exit.price,
      quantity: exit.quantity,
      fees: exit.fees,
      pnl,
      order_id: exit.orderId,
    }),
    data: data(trade, order.row, {
      exit_reason: order.tag,
      remaining_quantity: asNumber(held),
      entry_price: asNumber(exit.entryPrice),
      duration_ms: Math.max(0, Date.parse(exit.at) - Date.parse(trade.openedAt)),
    }),
  };
}

/** Bought for (1 + fee), sold for (1 − fee), funding left to freqtrade's own figure. */
function profitOf(
  trade: Trade,
  { entryPrice, price, quantity }: Pick<Exit, "entryPrice" | "price" | "quantity">,
): DecimalText | undefined {
  const opened = times(entryPrice, quantity);
  const closed = times(price, quantity);
  const gross = trade.isShort ? minus(opened, closed) : minus(closed, opened);
  return minus(gross, plus(times(opened, trade.feeOpen ?? "0"), times(closed, trade.feeClose ?? "0")));
}

function feeOf(rate: DecimalText | undefined, quantity: DecimalText, price: DecimalText): DecimalText | undefined {
  return rate === undefined ? undefined : times(magnitude(rate), quantity, price);
}

function base(trade: Trade, service: string, type: string, timestamp: string) {
  return {
    timestamp,
    level: "INFO" as const,
    service,
    event_type: type,
    ...present({
      symbol: trade.symbol,
      trade_id: trade.tradeId,
      strategy: trade.strategy,
      exchange: trade.exchange,
      currency: trade.currency,
    }),
  };
}

function data(trade: Trade, row: SourceRow, own: Record<string, string | number | undefined>): ImportedEvent["data"] {
  return {
    position_side: positionSide(trade),
    ...present({
      leverage: asNumber(trade.leverage),
      stake_amount: asNumber(trade.stakeAmount),
      ...own,
    }),
    source_row: keptRow(row, ["orders"]),
  };
}

const positionSide = ({ isShort }: Trade): string => (isShort ? "short" : "long");
const entrySide = ({ isShort }: Trade): string => (isShort ? "sell" : "buy");
const exitSide = ({ isShort }: Trade): string => (isShort ? "buy" : "sell");

/** In `data` a number where it prints back the same, else its text. */
function asNumber(text: DecimalText | undefined): number | string | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  return String(value) === text ? value : text;
}
