import { parseDecimal, type DecimalText } from "@daybook/protocol";
import { Big } from "big.js";

/** What the source has for an amount; an empty text, "nan" and the like are no amount. */
export function amountOf(value: unknown): DecimalText | undefined {
  return value === null || value === undefined ? undefined : parseDecimal(value);
}

/** Exact product; undefined as soon as one factor is. */
export function times(...factors: readonly (DecimalText | undefined)[]): DecimalText | undefined {
  return combine(factors, (a, b) => a.times(b));
}

/** Exact sum; undefined as soon as one term is. */
export function plus(...terms: readonly (DecimalText | undefined)[]): DecimalText | undefined {
  return combine(terms, (a, b) => a.plus(b));
}

/** Exact difference. */
export function minus(a: DecimalText | undefined, b: DecimalText | undefined): DecimalText | undefined {
  return combine([a, b], (x, y) => x.minus(y));
}

/** Places behind the point of a quotient: as many as a float64's digits can mean for the smallest amounts in use. */
const QUOTIENT_PLACES = 24;

/** Quotient, rounded half away from zero at 24 places; undefined for a divisor of zero. */
export function quotient(a: DecimalText | undefined, b: DecimalText | undefined): DecimalText | undefined {
  if (a === undefined || b === undefined || signOf(b) === 0) return undefined;
  const Exact = Big();
  Exact.DP = QUOTIENT_PLACES;
  return textOf(new Exact(a).div(b));
}

export function signOf(value: DecimalText): -1 | 0 | 1 {
  const sign = bigOf(value).cmp(0);
  return sign < 0 ? -1 : sign > 0 ? 1 : 0;
}

export function isPositive(value: DecimalText | undefined): value is DecimalText {
  return value !== undefined && signOf(value) > 0;
}

export function magnitude(value: DecimalText): DecimalText {
  return value.startsWith("-") ? value.slice(1) : value;
}

function combine(values: readonly (DecimalText | undefined)[], step: (a: Big, b: Big) => Big): DecimalText | undefined {
  let result: Big | undefined;
  for (const value of values) {
    if (value === undefined) return undefined;
    const next = bigOf(value);
    result = result === undefined ? next : step(result, next);
  }
  return result === undefined ? undefined : textOf(result);
}

/** Exponents of a thousand and more are no money: they would make sums of as many digits. */
const MAX_SANE_EXPONENT = 400;

function bigOf(value: DecimalText): Big {
  const exponent = /[eE]([+-]?\d+)$/.exec(value)?.[1];
  return exponent !== undefined && Math.abs(Number(exponent)) > MAX_SANE_EXPONENT ? new Big(0) : new Big(value);
}

function textOf(value: Big): DecimalText {
  return value.toFixed();
}
