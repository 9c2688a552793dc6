import type { SqlParams } from "../sql/params.ts";
import { decimalParts } from "./compare.ts";
import type { DecimalParts, NumberBound } from "./compare.ts";

const MAX_INT64 = 2n ** 63n - 1n;

/** A range over an integer column, with the bounds made whole, so that the column is compared as it is. */
export function integerSql(
  column: string,
  low: NumberBound | null,
  high: NumberBound | null,
  params: SqlParams,
): string {
  const sides: string[] = [];
  if (low) sides.push(`${column} >= ${bindInteger(lowest(low), params)}`);
  if (high) sides.push(`${column} <= ${bindInteger(highest(high), params)}`);
  return sides.join(" AND ");
}

function lowest({ value, inclusive }: NumberBound): bigint {
  const { floor, isWhole } = wholePart(decimalParts(value));
  return isWhole && inclusive ? floor : floor + 1n;
}

function highest({ value, inclusive }: NumberBound): bigint {
  const { floor, isWhole } = wholePart(decimalParts(value));
  return isWhole && !inclusive ? floor - 1n : floor;
}

function wholePart({ negative, digits, exponent }: DecimalParts): { floor: bigint; isWhole: boolean } {
  const isWhole = exponent >= digits.length;
  const magnitude = BigInt(exponent <= 0 ? 0 : digits.slice(0, exponent).padEnd(exponent, "0"));
  if (!negative) return { floor: magnitude, isWhole };
  return { floor: isWhole ? -magnitude : -magnitude - 1n, isWhole };
}

function bindInteger(value: bigint, params: SqlParams): string {
  const clamped = value > MAX_INT64 ? MAX_INT64 : value < -MAX_INT64 ? -MAX_INT64 : value;
  return params.bind("Int64", String(clamped));
}
