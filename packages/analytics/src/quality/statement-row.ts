import type { DecimalText } from "@daybook/protocol";
import { money, textOf } from "../decimal/money.ts";
import { directionOf } from "../events/trading-event.ts";
import { microsOf } from "./instant.ts";

export const STATEMENT_KINDS = ["fill", "balance", "deposit", "withdrawal", "fee", "funding"] as const;
export type StatementKind = (typeof STATEMENT_KINDS)[number];

/** A line of an exchange's statement, or what the log says of the same. Money is exact decimal text. */
export interface StatementRow {
  readonly kind: StatementKind;
  /** RFC 3339. */
  readonly time: string;
  readonly symbol?: string;
  readonly side?: string;
  readonly quantity?: DecimalText;
  readonly price?: DecimalText;
  /** Of a fill, in {@link currency}. */
  readonly fees?: DecimalText;
  readonly currency?: string;
  /** The exchange's number of this fill or transfer, not the bot's number of the whole trade. */
  readonly trade_id?: string;
  readonly order_id?: string;
  /** Of what is no fill. */
  readonly amount?: DecimalText;
  /** What leads back to it: an event's id, a line's number. */
  readonly ref: string;
}

/** A row with what it is compared by. */
export interface Entry {
  readonly row: StatementRow;
  readonly us: number;
  readonly symbol: string;
  readonly side: "buy" | "sell" | "";
  readonly quantity: DecimalText | undefined;
  readonly price: DecimalText | undefined;
  readonly fees: DecimalText | undefined;
  readonly amount: DecimalText | undefined;
}

/** One spelling for what both sides may spell differently: `BTC-USDT` and `BTCUSDT`, `1.0` and `1`, `long` and `BUY`. */
export function entryOf(row: StatementRow): Entry {
  const direction = directionOf(row.side);
  return {
    row,
    us: microsOf(row.time),
    symbol: (row.symbol ?? "")
      .replace(/:.*$/, "")
      .replace(/[/\-_]/g, "")
      .toUpperCase(),
    side: direction === undefined ? "" : direction === 1 ? "buy" : "sell",
    quantity: plain(row.quantity, true),
    price: plain(row.price, false),
    fees: plain(row.fees, false),
    amount: plain(row.amount, row.kind === "deposit" || row.kind === "withdrawal"),
  };
}

/** The sides give quantities of sales and amounts of withdrawals with and without a sign. */
function plain(text: DecimalText | undefined, isUnsigned: boolean): DecimalText | undefined {
  if (text === undefined) return undefined;
  const value = money(text);
  return textOf(isUnsigned ? value.abs() : value);
}
