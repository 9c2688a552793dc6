import type { DecimalText } from "@daybook/protocol";

/** More places behind the point than this, or more digits than a float64 surely holds, are no small amount. */
export const MAX_SCALE = 20;
const MAX_DIGITS = 15;

/**
 * A decimal read once and added to many sums: whole units of 10^−scale. `units` is NaN when the text is too long for that,
 * or has an exponent; then only {@link text} tells the value.
 */
export class Amount {
  text: DecimalText = "0";
  units = 0;
  scale = 0;

  /** For use again: an object for each of a million amounts costs more than reading them. */
  read(text: DecimalText): this {
    this.text = text;
    let digits = 0;
    let units = 0;
    let point = -1;
    const { length } = text;
    const isNegative = text.charCodeAt(0) === 45;
    for (let at = isNegative ? 1 : 0; at < length; at++) {
      const digit = text.charCodeAt(at) - 48;
      if (digit >= 0 && digit <= 9) {
        units = units * 10 + digit;
        if (units > 0) digits++;
      } else if (digit === -2 && point < 0) point = at;
      else return this.#refuse();
    }
    this.scale = point < 0 ? 0 : length - point - 1;
    if (digits > MAX_DIGITS || this.scale > MAX_SCALE) return this.#refuse();
    this.units = isNegative ? -units : units;
    return this;
  }

  #refuse(): this {
    this.units = Number.NaN;
    return this;
  }
}

export function amountOf(text: DecimalText): Amount {
  return new Amount().read(text);
}

/** Powers of ten that float64 holds exactly, and more. */
export const POWERS: readonly number[] = Array.from({ length: 2 * MAX_SCALE + 1 }, (_, power) => Number(`1e${power}`));

const scratch = new Amount();

/**
 * What `Number` makes of it, in a third of the time: of whole units and a power of ten that float64 both holds exactly, the
 * quotient is rounded once, as the text would be.
 */
export function numberOf(text: DecimalText): number {
  return valueOf(scratch.read(text));
}

export function valueOf({ text, units, scale }: Amount): number {
  return Number.isNaN(units) ? Number(text) : units / (POWERS[scale] as number);
}
