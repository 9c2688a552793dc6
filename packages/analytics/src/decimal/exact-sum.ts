import type { DecimalText } from "@daybook/protocol";
import { Amount, MAX_SCALE } from "./amount.ts";
import type { Big } from "./money.ts";
import { ZERO, money, textOf } from "./money.ts";

const SAFE = Number.MAX_SAFE_INTEGER;
/** Places behind the point up to which longer decimals are added as bigint. */
const MAX_LONG_SCALE = 80;
const PLAIN = /^-?\d+(?:\.\d+)?$/;

const scratch = new Amount();

/**
 * Sum of many decimals without an error: whole units by number of places behind the point, in float64 while they stay
 * whole there, as bigint when they are longer, and big.js for what has an exponent. 20 ns for a usual amount of money,
 * 200 for one of thirty digits, where big.js alone takes 600.
 */
export class ExactSum {
  readonly #units = new Float64Array(MAX_SCALE + 1);
  /** By places behind the point; made when the first long one comes. */
  #long: bigint[] | undefined;
  #rest: Big = ZERO;

  add(text: DecimalText): void {
    this.addAmount(scratch.read(text));
  }

  addAmount({ text, units, scale }: Amount): void {
    const sum = (this.#units[scale] as number) + units;
    // NaN, which stands for a long one, is neither.
    if (sum <= SAFE && sum >= -SAFE) this.#units[scale] = sum;
    else this.#addLong(text);
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
    this.#long?.forEach((units, scale) => {
      if (units !== 0n) sum = sum.plus(money(`${units}e-${scale}`));
    });
    return sum;
  }

  get text(): DecimalText {
    return textOf(this.value);
  }

  #addLong(text: DecimalText): void {
    const point = text.indexOf(".");
    const scale = point < 0 ? 0 : text.length - point - 1;
    if (scale > MAX_LONG_SCALE || !PLAIN.test(text)) return this.addBig(money(text));
    const units = BigInt(point < 0 ? text : text.slice(0, point) + text.slice(point + 1));
    const long = (this.#long ??= Array.from({ length: MAX_LONG_SCALE + 1 }, () => 0n));
    long[scale] = (long[scale] as bigint) + units;
  }
}

/** The exact sum of a few decimals. */
export function sumOf(texts: Iterable<DecimalText>): DecimalText {
  const sum = new ExactSum();
  for (const text of texts) sum.add(text);
  return sum.text;
}
