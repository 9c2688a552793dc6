import type { WireRecord } from "@daybook/protocol";

export type Sign = "gain" | "loss" | "flat";

export interface TradeAccent {
  side: { text: string; sign: Sign } | undefined;
  /** `0.25 @ 64210.5`, exact as recorded. */
  deal: string | undefined;
  pnl: { text: string; sign: Sign } | undefined;
}

type Money = number | string;

const BUYING = new Set(["buy", "long", "bid"]);
const SELLING = new Set(["sell", "short", "ask"]);

/** Digits exactly as recorded, grouped by three before the point; other texts as they are. */
export function moneyText(value: Money): string {
  const text = String(value);
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text);
  if (!match) return text;
  return `${match[1] === "-" ? "−" : ""}${(match[2] ?? "").replace(/\B(?=(\d{3})+$)/g, "\u202f")}${match[3] ?? ""}`;
}

export function signOf(value: Money): Sign {
  const text = String(value);
  if (!/[1-9]/.test(text.replace(/e.*$/i, ""))) return "flat";
  return text.startsWith("-") ? "loss" : "gain";
}

const SHORT_LENGTH = 10;

/** Money for a row of the list: exact while it is short, else rounded. The detail panel has every digit. */
export function rowMoney(value: Money): string {
  const text = String(value);
  const number = Number(text);
  if (text.length <= SHORT_LENGTH || !Number.isFinite(number)) return moneyText(value);
  const size = Math.abs(number);
  if (size >= 1e12 || (size < 1e-6 && size > 0)) return number.toExponential(3);
  return moneyText(size >= 100 ? number.toFixed(2) : number.toPrecision(6).replace(/(?<=\.\d{2,})0+$/, ""));
}

/** What a trader looks for first in a row: direction, deal, result. */
export function tradeAccent(event: WireRecord): TradeAccent {
  return {
    side: sideOf(event.side),
    deal: dealOf(event),
    pnl: event.pnl === undefined ? undefined : pnlOf(event.pnl, rowPnl),
  };
}

/** Results are compared by the eye down a column: two digits after the point when there are more. */
function rowPnl(value: Money): string {
  const number = Number(value);
  const isLong = String(value).length > 7 && Math.abs(number) >= 0.01 && Math.abs(number) < 1e12;
  return isLong ? moneyText(number.toFixed(2)) : rowMoney(value);
}

export function pnlOf(value: Money, write: (value: Money) => string = moneyText): { text: string; sign: Sign } {
  const sign = signOf(value);
  return { text: sign === "gain" ? `+${write(value)}` : write(value), sign };
}

export function sideOf(side: string | undefined): TradeAccent["side"] {
  if (side === undefined) return undefined;
  const name = side.toLowerCase();
  const sign = BUYING.has(name) ? "gain" : SELLING.has(name) ? "loss" : "flat";
  return { text: side.toUpperCase(), sign };
}

function dealOf({ quantity, price }: WireRecord): string | undefined {
  if (quantity !== undefined && price !== undefined) return `${rowMoney(quantity)} @ ${rowMoney(price)}`;
  if (price !== undefined) return `@ ${rowMoney(price)}`;
  return quantity === undefined ? undefined : rowMoney(quantity);
}
