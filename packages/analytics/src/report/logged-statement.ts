import type { TradingEvent } from "../events/trading-event.ts";
import { dataDecimal, dataText } from "../events/trading-event.ts";
import type { StatementRow } from "../quality/statement-row.ts";
import { FillReader } from "../trades/fill.ts";

/** Event types that a statement is held against. */
export const STATEMENT_EVENT_TYPES: readonly string[] = [
  "order_placed",
  "order_partially_filled",
  "order_filled",
  "trade_executed",
  "account_balance",
  "deposit",
  "withdrawal",
  "funding_payment",
];

/** Reads from events what an exchange's statement would say of them. Events come in the order of `compareEvents`. */
export class LoggedStatement {
  readonly #fills = new FillReader();
  readonly rows: StatementRow[] = [];

  add(event: TradingEvent): void {
    const row = this.#rowOf(event);
    if (row !== undefined) this.rows.push(row);
  }

  #rowOf(event: TradingEvent): StatementRow | undefined {
    const { timestamp: time, id: ref = "", currency, symbol } = event;
    const about = { time, ref, ...present({ currency, symbol, trade_id: event.trade_id }) };
    switch (event.event_type) {
      case "account_balance": {
        const amount = dataDecimal(event, "total");
        return amount === undefined ? undefined : { ...about, kind: "balance", amount };
      }
      case "deposit":
      case "withdrawal":
        return event.quantity === undefined
          ? undefined
          : {
              ...about,
              kind: event.event_type,
              amount: event.quantity,
              ...present({ trade_id: dataText(event, "tx_hash") }),
            };
      case "funding_payment":
        return event.pnl === undefined ? undefined : { ...about, kind: "funding", amount: event.pnl };
      case "order_placed":
      case "order_partially_filled":
      case "order_filled":
      case "trade_executed":
        return this.#fillOf(event);
      default:
        return undefined;
    }
  }

  #fillOf(event: TradingEvent): StatementRow | undefined {
    const fill = this.#fills.read(event);
    if (fill === undefined) return undefined;
    // A bot's number of the whole trade is no number of a fill: several fills have it.
    const execution = dataText(event, "exchange_trade_id") ?? dataText(event, "exec_id") ?? event.trade_id;
    return {
      kind: "fill",
      time: event.timestamp,
      ref: event.id ?? "",
      symbol: fill.symbol,
      side: fill.direction === 1 ? "buy" : "sell",
      quantity: fill.quantity,
      price: fill.price,
      ...(event.fees === undefined ? {} : { fees: fill.otherFee?.amount ?? fill.fees }),
      ...present({ currency: event.currency, trade_id: execution, order_id: event.order_id }),
    };
  }
}

/** Without the fields that are undefined. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
