import type { SqlParams } from "../sql/params.ts";
import { decimalParts } from "./compare.ts";
import type { NumberBound } from "./compare.ts";

/** Reading a long decimal as Float64 may be off by some units in the last place; this is far beyond it. */
const NEAR = 1e-12;

/**
 * A range over an expression whose text is a decimal, exact to the last digit: clear cases by Float64, near ones by
 * sign, size and digits as text. Neither Float64 nor Decimal256 (76 digits) would do for 256-bit integers.
 */
export function numberSql(text: string, low: NumberBound | null, high: NumberBound | null, params: SqlParams): string {
  const float = `toFloat64OrZero(${text})`;
  const coarse: string[] = [];
  const fine: string[] = [];
  for (const [bound, direction] of [
    [low, ">"],
    [high, "<"],
  ] as const) {
    if (bound === null) continue;
    const edge = Number(bound.value);
    const margin = Math.abs(edge) * NEAR;
    const [clear, near] = direction === ">" ? [edge + margin, edge - margin] : [edge - margin, edge + margin];
    coarse.push(`${float} ${direction}= ${params.bind("Float64", String(near))}`);
    fine.push(
      `(${float} ${direction} ${params.bind("Float64", String(clear))} OR ${exactSql(text, bound, direction, params)})`,
    );
  }
  // The coarse side comes first: the engine evaluates what follows on the rows that are left.
  return `(${[...coarse, ...fine].join(" AND ")})`;
}

/** The order of two nearly equal decimals; see `compareDecimals`. */
function exactSql(text: string, bound: NumberBound, direction: ">" | "<", params: SqlParams): string {
  const { digits, exponent, negative } = decimalParts(bound.value);
  const orEqual = bound.inclusive ? "=" : "";
  const mantissa = `extract(${text}, '^-?([0-9.]+)')`;
  if (digits === "") {
    const isZero = `NOT match(${mantissa}, '[1-9]')`;
    const beyond = direction === ">" ? `NOT startsWith(${text}, '-')` : `startsWith(${text}, '-')`;
    return bound.inclusive ? `(${isZero} OR ${beyond})` : `(NOT (${isZero}) AND ${beyond})`;
  }
  const all = `replaceAll(${mantissa}, '.', '')`;
  const stripped = `trim(LEADING '0' FROM ${all})`;
  const textDigits = `trim(TRAILING '0' FROM ${stripped})`;
  const whole = `length(extract(${text}, '^-?([0-9]+)'))`;
  const power = `toInt64OrZero(replaceOne(extract(${text}, '[eE](.+)$'), '+', ''))`;
  const size = `${whole} - (length(${all}) - length(${stripped})) + ${power}`;
  const magnitude = negative ? (direction === ">" ? "<" : ">") : direction;
  const edge = `(${params.bind("Int64", exponent)}, ${params.text(digits)})`;
  return `(toInt64(${size}), ${textDigits}) ${magnitude}${orEqual} ${edge}`;
}

/** Whether an expression's text is a decimal as `isDecimalText` has it, and of bounded length. */
export function isDecimalSql(text: string, maxLength: number): string {
  return `(length(${text}) <= ${maxLength} AND match(${text}, '^-?(?:0|[1-9][0-9]*)(?:\\\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$'))`;
}
