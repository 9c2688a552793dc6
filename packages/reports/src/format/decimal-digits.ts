import type { DecimalText } from "@daybook/protocol";

/** A decimal as whole units of 10^−scale. */
export interface Units {
  readonly units: bigint;
  readonly scale: number;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;

/** Longest expansion; a longer text is shown as it is. */
const MAX_DIGITS = 400;

/** Undefined when the text is no decimal, or has more than some hundred digits. */
export function unitsOf(text: DecimalText): Units | undefined {
  const match = DECIMAL.exec(text);
  if (match === null || text.length > MAX_DIGITS) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > MAX_DIGITS) return undefined;
  const units = BigInt(`${sign}${whole}${fraction}`);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

/** The same number at another scale; halves go to the even neighbour. */
export function rescale({ units, scale }: Units, wanted: number): bigint {
  if (wanted >= scale) return units * 10n ** BigInt(wanted - scale);
  const divisor = 10n ** BigInt(scale - wanted);
  const size = units < 0n ? -units : units;
  const [whole, rest] = [size / divisor, size % divisor];
  const isUp = rest * 2n > divisor || (rest * 2n === divisor && whole % 2n === 1n);
  const rounded = isUp ? whole + 1n : whole;
  return units < 0n ? -rounded : rounded;
}

/** Whole units of 10^−digits as text with commas between thousands, without a sign. */
export function groupedDigits(units: bigint, digits: number): string {
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ",");
  return digits === 0 ? whole : `${whole}.${text.slice(-digits)}`;
}

/** What begins behind so many places is nothing: no market trades it. */
const MAX_SHOWN_PLACES = 12;

/** Digits behind the point that leave two significant ones of a small number, at least `usual`. */
export function digitsFor({ units, scale }: Units, usual: number): number {
  if (units === 0n) return usual;
  const size = (units < 0n ? -units : units).toString();
  // The place of the first significant digit behind the point: 0.0045 has it at 3.
  const first = scale - size.length + 1;
  if (first >= MAX_SHOWN_PLACES) return usual;
  return first < usual ? usual : Math.min(first + 1, Math.max(scale, usual));
}

/** The exact sum of two decimals; of one that is none, the other. */
export function addDecimals(first: DecimalText, second: DecimalText): DecimalText {
  const [a, b] = [unitsOf(first), unitsOf(second)];
  if (a === undefined || b === undefined) return a === undefined ? second : first;
  const scale = Math.max(a.scale, b.scale);
  const sum = rescale(a, scale) + rescale(b, scale);
  const digits = groupedDigits(sum, scale).replaceAll(",", "");
  const text = scale === 0 ? digits : digits.replace(/\.?0+$/, "");
  return sum < 0n ? `-${text}` : text;
}
