import type { DecimalText } from "@daybook/protocol";
import { Big as createBig } from "big.js";
import type { Big } from "big.js";
import { Amount, POWERS } from "./amount.ts";

/** Digits behind the point of a quotient: averages and shares of a fee. Sums, differences and products are exact. */
export const QUOTIENT_DIGITS = 30;

/** A constructor of our own: the limits of big.js are settings of a constructor, and others may set theirs. */
const Money = createBig();
Money.DP = QUOTIENT_DIGITS;
Money.RM = createBig.roundHalfEven;

export type { Big };

export const ZERO: Big = new Money(0);

/** Throws what big.js throws when the text is no decimal; texts from the door always are. */
export function money(value: DecimalText | number | Big): Big {
  return new Money(value);
}

/** Plain decimal text without exponent: `0.00004511`, never `4.511e-5`; zero has no sign. */
export function textOf(value: Big): DecimalText {
  return value.eq(0) ? "0" : value.toFixed();
}

/** The decimal as {@link textOf} writes it: `573.0` is `573`, `9.64e-05` is `0.0000964`. */
export function plainText(text: DecimalText): DecimalText {
  return isPlainText(text) ? text : textOf(money(text));
}

function isPlainText(text: DecimalText): boolean {
  let hasPoint = false;
  const { length } = text;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) hasPoint = true;
    else if (code !== 45 && !(code >= 48 && code <= 57)) return false;
  }
  return hasPoint ? text.charCodeAt(length - 1) !== 48 : text !== "-0";
}

const PLAIN = /^-?\d+(?:\.\d+)?$/;
const left = new Amount();
const right = new Amount();

/** `a × b`, exactly: in float64 while that is exact, as bigint while there is no exponent, else by big.js, which takes five times as long. */
export function product(a: DecimalText, b: DecimalText): DecimalText {
  const units = left.read(a).units * right.read(b).units;
  // NaN, which stands for a long text, is not safe either.
  if (Number.isSafeInteger(units)) return placed(`${units}`, left.scale + right.scale);
  if (PLAIN.test(a) && PLAIN.test(b)) {
    const digits = BigInt(a.replace(".", "")) * BigInt(b.replace(".", ""));
    return placed(`${digits}`, placesOf(a) + placesOf(b));
  }
  return textOf(money(a).times(b));
}

/** `a + b`, exactly, in the same three ways. */
export function added(a: DecimalText, b: DecimalText): DecimalText {
  left.read(a);
  right.read(b);
  const scale = Math.max(left.scale, right.scale);
  const [more, less] = [POWERS[scale - left.scale] as number, POWERS[scale - right.scale] as number];
  const units = left.units * more + right.units * less;
  // Each is whole, and so is a sum that is safe; NaN is not.
  if (Number.isSafeInteger(units)) return placed(`${units}`, scale);
  return textOf(money(a).plus(b));
}

function placesOf(text: DecimalText): number {
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

/** Whole units of 10^−scale as plain text. */
export function placed(units: string, scale: number): DecimalText {
  if (units === "0" || units === "-0" || scale === 0) return units === "-0" ? "0" : units;
  const sign = units.startsWith("-") ? "-" : "";
  const digits = units.slice(sign.length).padStart(scale + 1, "0");
  let end = digits.length;
  const point = end - scale;
  while (end > point && digits.charCodeAt(end - 1) === 48) end--;
  const whole = digits.slice(0, point);
  return end === point ? sign + whole : `${sign}${whole}.${digits.slice(point, end)}`;
}
