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

/** What a trader looks for first in a row: direction, deal, result. */
export function tradeAccent(event: WireRecord): TradeAccent {
  return { side: sideOf(event.side), deal: dealOf(event), pnl: event.pnl === undefined ? undefined : pnlOf(event.pnl) };
}

export function pnlOf(value: Money): { text: string; sign: Sign } {
  const sign = signOf(value);
  return { text: sign === "gain" ? `+${moneyText(value)}` : moneyText(value), sign };
}

export function sideOf(side: string | undefined): TradeAccent["side"] {
  if (side === undefined) return undefined;
  const name = side.toLowerCase();
  const sign = BUYING.has(name) ? "gain" : SELLING.has(name) ? "loss" : "flat";
  return { text: side.toUpperCase(), sign };
}

function dealOf({ quantity, price }: WireRecord): string | undefined {
  if (quantity !== undefined && price !== undefined) return `${moneyText(quantity)} @ ${moneyText(price)}`;
  if (price !== undefined) return `@ ${moneyText(price)}`;
  return quantity === undefined ? undefined : moneyText(quantity);
}
