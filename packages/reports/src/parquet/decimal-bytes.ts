import { rescale, unitsOf } from "../format/decimal-digits.ts";

/** DECIMAL(38, 18): what DuckDB, Spark, Arrow and ClickHouse hold in 128 bits. */
export const DECIMAL_PRECISION = 38;
export const DECIMAL_SCALE = 18;

const LIMIT = 10n ** BigInt(DECIMAL_PRECISION);
/** At most 20 and 18 digits fit without counting: nearly all money. */
const PLAIN = /^(-?\d{1,20})(?:\.(\d{1,18}))?$/;

/** Whole units of 10⁻¹⁸; undefined when the decimal is none, has more places, or more than 38 digits at that scale. */
export function decimalUnits(text: string): bigint | undefined {
  const match = PLAIN.exec(text);
  if (match !== null) return BigInt(`${match[1]}${(match[2] ?? "").padEnd(DECIMAL_SCALE, "0")}`);
  const units = unitsOf(text);
  if (units === undefined) return undefined;
  const scaled = rescale(units, DECIMAL_SCALE);
  const isExact =
    units.scale <= DECIMAL_SCALE || rescale({ units: scaled, scale: DECIMAL_SCALE }, units.scale) === units.units;
  return isExact && scaled < LIMIT && scaled > -LIMIT ? scaled : undefined;
}

/** Whether {@link decimalUnits} has a value; for most texts without computing it. */
export function isDecimal38(text: string): boolean {
  return PLAIN.test(text) || decimalUnits(text) !== undefined;
}
