import { isDecimalText } from "@daybook/protocol";
import type { DecimalText } from "@daybook/protocol";
import { MAX_NUMBER_EXPONENT, MAX_NUMBER_LENGTH } from "../limits.ts";

/** The value `±0.digits × 10^exponent`, without outer zeros in the digits; zero has none. */
export interface DecimalParts {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/** One end of a range of numbers. */
export interface NumberBound {
  readonly value: DecimalText;
  readonly inclusive: boolean;
}

const PARTS = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

export function decimalParts(text: DecimalText): DecimalParts {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = PARTS.exec(text) ?? [];
  const all = whole + fraction;
  const stripped = all.replace(/^0+/, "");
  const digits = stripped.replace(/0+$/, "");
  if (digits === "") return { negative: false, digits, exponent: 0 };
  return { negative: sign === "-", digits, exponent: whole.length - (all.length - stripped.length) + Number(exponent) };
}

/** Less than, equal to or greater than zero as `a` is below, at or above `b`; exact for any number of digits. */
export function compareDecimals(a: DecimalParts, b: DecimalParts): number {
  const sign = signOf(a);
  if (sign !== signOf(b)) return sign - signOf(b);
  return sign < 0 ? -compareMagnitudes(a, b) : compareMagnitudes(a, b);
}

function compareMagnitudes(a: DecimalParts, b: DecimalParts): number {
  if (a.exponent !== b.exponent) return a.exponent < b.exponent ? -1 : 1;
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -1 : 1;
}

function signOf({ negative, digits }: DecimalParts): number {
  if (digits === "") return 0;
  return negative ? -1 : 1;
}

/** Whether a text can stand in a query as a number: a decimal that is neither infinite nor zero by its size alone. */
export function isNumberValue(text: string): boolean {
  if (text.length > MAX_NUMBER_LENGTH || !isDecimalText(text)) return false;
  const { digits, exponent } = decimalParts(text);
  return digits === "" || Math.abs(exponent) <= MAX_NUMBER_EXPONENT;
}

/** A test of decimals between two bounds. The float64 decides where it can: only near-equal values are compared by digits. */
export function rangeTest(low: NumberBound | null, high: NumberBound | null): (text: DecimalText) => boolean {
  const above = low && boundTest(low, 1);
  const below = high && boundTest(high, -1);
  return (text) => {
    const value = Number(text);
    return (above === null || above(value, text)) && (below === null || below(value, text));
  };
}

function boundTest(bound: NumberBound, direction: 1 | -1): (value: number, text: DecimalText) => boolean {
  const parts = decimalParts(bound.value);
  const edge = Number(bound.value);
  return (value, text) => {
    if (value !== edge) return direction > 0 ? value > edge : value < edge;
    const order = compareDecimals(decimalParts(text), parts) * direction;
    return order > 0 || (bound.inclusive && order === 0);
  };
}
