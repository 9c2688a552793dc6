import type { DecimalText, JsonValue } from "@daybook/protocol";
import { parseDecimal } from "@daybook/protocol";

/** What analysis reads of an event: the fields of a record (docs/reference/events.md), all but the first two optional. */
export interface TradingEvent {
  /** RFC 3339 UTC with six fraction digits. */
  readonly timestamp: string;
  readonly event_type: string;
  readonly id?: string;
  readonly seq?: number;
  readonly level?: string;
  readonly service?: string;
  readonly message?: string;
  readonly request_id?: string;
  readonly symbol?: string;
  readonly strategy?: string;
  readonly exchange?: string;
  readonly side?: string;
  readonly quantity?: DecimalText;
  readonly price?: DecimalText;
  readonly pnl?: DecimalText;
  readonly fees?: DecimalText;
  readonly currency?: string;
  readonly order_id?: string;
  readonly trade_id?: string;
  readonly status?: string;
  readonly exception_type?: string;
  readonly exception_message?: string;
  readonly data?: { readonly [key: string]: JsonValue };
}

export type Direction = 1 | -1;

/** A text of `data`; undefined when it is missing or of another type. */
export function dataText(event: TradingEvent, name: string): string | undefined {
  const value = event.data?.[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** An exact decimal of `data`. */
export function dataDecimal(event: TradingEvent, name: string): DecimalText | undefined {
  const value = event.data?.[name];
  return value === null || value === undefined ? undefined : parseDecimal(value);
}

/** A number of `data`; undefined when it is missing or none. */
export function dataNumber(event: TradingEvent, name: string): number | undefined {
  const value = event.data?.[name];
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** 1: bought, long. −1: sold, short. */
export function directionOf(side: string | undefined): Direction | undefined {
  switch (side?.toLowerCase()) {
    case "buy":
    case "long":
    case "b":
    case "buy_to_cover":
      return 1;
    case "sell":
    case "short":
    case "s":
    case "sell_short":
    case "ask":
      return -1;
    case "bid":
      return 1;
    default:
      return undefined;
  }
}

/** Which way a position goes: `position_side` when it is there, since the order that opens a short is a sale. */
export function positionDirection(event: TradingEvent): Direction | undefined {
  return directionOf(dataText(event, "position_side")) ?? directionOf(event.side);
}

const QUOTES = ["USDT", "USDC", "FDUSD", "BUSD", "TUSD", "DAI", "USD", "EUR", "GBP", "JPY", "BTC", "ETH", "BNB"];

/** The currency in which a symbol is priced: `ETH/BTC`, `BTC-USDT`, `SOL/USDT:USDT`, `BTCUSDT`; undefined when it does not say (`ES-202406` is a month). */
export function quoteCurrency(symbol: string | undefined): string | undefined {
  if (symbol === undefined) return undefined;
  const pair = /^[^/\-_:]+[/\-_]([A-Za-z][A-Za-z0-9]{1,9})(?::([A-Za-z0-9]{2,10}))?/.exec(symbol);
  if (pair) return pair[2] ?? pair[1];
  return QUOTES.find((quote) => symbol.length > quote.length + 1 && symbol.endsWith(quote));
}

export function currencyOf(event: TradingEvent): string {
  return event.currency ?? quoteCurrency(event.symbol) ?? "";
}

/** Whether what an event tells came to pass: its `status` says nothing else. */
export function isDone({ status }: TradingEvent): boolean {
  return status === undefined || !/fail|reject|cancel|error|pending|revert/i.test(status);
}
