import type { DecimalText } from "@daybook/protocol";
import { currencyDigits } from "./currency.ts";
import { digitsFor, groupedDigits, rescale, unitsOf } from "./decimal-digits.ts";

/** A value as people read it, and as it is. */
export interface Shown {
  readonly text: string;
  /** All digits. */
  readonly exact: string;
  readonly sign: -1 | 0 | 1;
}

/** `signed` for results: `+12.50`, `−3.00`; `plain` for amounts, where only a minus is shown. */
export type SignStyle = "signed" | "plain";

const MINUS = "−";

/** Money with the digits that its currency usually has, half to even; a small amount keeps two significant digits. */
export function shownMoney(amount: DecimalText, currency: string, style: SignStyle = "plain"): Shown {
  const units = unitsOf(amount);
  const exact = currency === "" ? amount : `${amount} ${currency}`;
  if (units === undefined) return { text: amount, exact, sign: 0 };
  const digits = digitsFor(units, currencyDigits(currency));
  const rounded = rescale(units, digits);
  const sign = signOf(rounded);
  return { text: signText(sign, style) + groupedDigits(rounded, digits), exact, sign };
}

/** A float64 amount, for example a mean. */
export function shownAmount(value: number, currency: string, style: SignStyle = "plain"): Shown {
  return shownMoney(plainText(value), currency, style);
}

/** A price or a quantity: its first seven significant digits, and never less than the whole part; never filled with zeros. */
export function shownQuantity(amount: DecimalText): Shown {
  const units = unitsOf(amount);
  if (units === undefined) return { text: amount, exact: amount, sign: 0 };
  const whole = (units.units < 0n ? -units.units : units.units).toString().length - units.scale;
  const digits = Math.max(0, Math.min(units.scale, SIGNIFICANT - whole));
  const rounded = rescale(units, digits);
  const grouped = groupedDigits(rounded, digits);
  const text = digits === 0 ? grouped : grouped.replace(/\.?0+$/, "");
  return { text: signText(signOf(rounded), "plain") + text, exact: amount, sign: signOf(rounded) };
}

const SIGNIFICANT = 7;

/** `+12.34 %` of 0.1234. */
export function shownPercent(value: number, style: SignStyle = "plain"): Shown {
  return { ...fixed(value * 100, 2, style, " %"), exact: plainText(value) };
}

export function shownRatio(value: number, style: SignStyle = "plain"): Shown {
  return { ...fixed(value, 2, style, ""), exact: plainText(value) };
}

export function shownCount(value: number): Shown {
  return { ...fixed(value, 0, "plain", ""), exact: String(value) };
}

/** `1 d 4 h`, `3 min 12 s`, `850 ms`: the two largest units. */
export function shownDuration(durationMs: number): Shown {
  const exact = `${durationMs} ms`;
  const size = Math.abs(durationMs);
  if (size < 1_000) return { text: `${Number(size.toPrecision(3))} ms`, exact, sign: 0 };
  let rest = Math.round(size / 1_000);
  const parts: string[] = [];
  for (const [seconds, name] of UNITS) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${groupedDigits(BigInt(count), 0)} ${name}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return { text: parts.join(" "), exact, sign: 0 };
}

const UNITS = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "min"],
  [1, "s"],
] as const;

/** `2024-01-15 10:30:45 UTC`, with all digits of the second in `exact`. */
export function shownTime(timestamp: string): Shown {
  return { text: timestamp.slice(0, 16).replace("T", " "), exact: timestamp, sign: 0 };
}

function fixed(value: number, digits: number, style: SignStyle, unit: string): Omit<Shown, "exact"> {
  const units = unitsOf(plainText(value));
  if (units === undefined) return { text: `${value}${unit}`, sign: 0 };
  const rounded = rescale(units, digits);
  const sign = signOf(rounded);
  return { text: signText(sign, style) + groupedDigits(rounded, digits) + unit, sign };
}

/** A finite float64 in decimal notation; its shortest text that reads back as the same number. */
export function plainText(value: number): string {
  const text = String(value);
  if (!text.includes("e")) return text;
  const units = unitsOf(text);
  if (units === undefined) return text;
  const digits = groupedDigits(units.units, units.scale).replaceAll(",", "");
  return value < 0 ? `-${digits}` : digits;
}

function signOf(units: bigint): -1 | 0 | 1 {
  return units < 0n ? -1 : units > 0n ? 1 : 0;
}

function signText(sign: -1 | 0 | 1, style: SignStyle): string {
  if (sign < 0) return MINUS;
  return sign > 0 && style === "signed" ? "+" : "";
}
