import type { DecimalText } from "@daybook/protocol";
import type { Big } from "./money.ts";
import { ZERO, money, textOf } from "./money.ts";

/** Decimals with more digits than this behind the point, or more digits at all than a float64 holds, take the slow way. */
const MAX_SCALE = 20;
const MAX_DIGITS = 15;
const SAFE = Number.MAX_SAFE_INTEGER;

/**
 * Sum of many decimals without an error: whole units by number of places behind the point, in float64 while they stay
 * whole there, and big.js for what does not fit. 25 ns for a usual amount of money, where big.js alone takes 600.
 */
export class ExactSum {
  readonly #units = new Float64Array(MAX_SCALE + 1);
  #rest: Big = ZERO;

  add(text: DecimalText, sign: 1 | -1 = 1): void {
    let digits = 0;
    let units = 0;
    let scale = -1;
    const isNegative = text.charCodeAt(0) === 45;
    for (let at = isNegative ? 1 : 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 46) {
        scale = 0;
        continue;
      }
      const digit = code - 48;
      if (!(digit >= 0 && digit <= 9)) return this.#addSlowly(text, sign);
      units = units * 10 + digit;
      if (units > 0) digits++;
      if (scale >= 0) scale++;
    }
    if (scale < 0) scale = 0;
    if (digits > MAX_DIGITS || scale > MAX_SCALE) return this.#addSlowly(text, sign);
    const sum = (this.#units[scale] as number) + (isNegative ? -sign * units : sign * units);
    if (sum > SAFE || sum < -SAFE) return this.#addSlowly(text, sign);
    this.#units[scale] = sum;
  }

  addBig(value: Big): void {
    this.#rest = this.#rest.plus(value);
  }

  get value(): Big {
    let sum = this.#rest;
    for (let scale = 0; scale <= MAX_SCALE; scale++) {
      const units = this.#units[scale] as number;
      if (units !== 0) sum = sum.plus(money(`${units}e-${scale}`));
    }
    return sum;
  }

  get text(): DecimalText {
    return textOf(this.value);
  }

  #addSlowly(text: DecimalText, sign: 1 | -1): void {
    this.addBig(sign === 1 ? money(text) : money(text).times(-1));
  }
}

/** The exact sum of a few decimals. */
export function sumOf(texts: Iterable<DecimalText>): DecimalText {
  const sum = new ExactSum();
  for (const text of texts) sum.add(text);
  return sum.text;
}
