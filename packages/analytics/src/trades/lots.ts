import { QUOTIENT_DIGITS, ZERO } from "../decimal/money.ts";
import type { Big } from "../decimal/money.ts";

/** How a closing fill finds what it closes. */
export const MATCHINGS = ["fifo", "lifo", "average"] as const;
export type Matching = (typeof MATCHINGS)[number];

/** What is left of an opening fill. `cost` and `fees` are of what is left. */
interface Lot {
  quantity: Big;
  cost: Big;
  fees: Big;
}

export interface Closed {
  readonly quantity: Big;
  /** What the closed quantity had cost, and the fees of its opening. */
  readonly cost: Big;
  readonly fees: Big;
}

const MIN_DROPPED = 64;

/**
 * The open lots of one position, all of one direction. Shares of a lot that cannot be divided exactly are rounded to
 * {@link QUOTIENT_DIGITS}; the rest keeps the remainder, so that a lot that is closed in parts adds up.
 */
export class Lots {
  readonly #matching: Matching;
  #lots: Lot[] = [];
  /** Lots before this one are closed; they are dropped in portions, since dropping the first of a list moves all others. */
  #head = 0;
  #quantity: Big = ZERO;

  constructor(matching: Matching) {
    this.#matching = matching;
  }

  get quantity(): Big {
    return this.#quantity;
  }

  get cost(): Big {
    let sum = ZERO;
    for (let at = this.#head; at < this.#lots.length; at++) sum = sum.plus((this.#lots[at] as Lot).cost);
    return sum;
  }

  open(quantity: Big, cost: Big, fees: Big): void {
    this.#quantity = this.#quantity.plus(quantity);
    const first = this.#lots[this.#head];
    if (this.#matching === "average" && first !== undefined) {
      first.quantity = first.quantity.plus(quantity);
      first.cost = first.cost.plus(cost);
      first.fees = first.fees.plus(fees);
    } else this.#lots.push({ quantity, cost, fees });
  }

  /** Closes up to `wanted` of it. */
  close(wanted: Big): Closed {
    let [left, cost, fees] = [wanted, ZERO, ZERO];
    while (left.gt(0)) {
      const lot = this.#matching === "lifo" ? this.#lots.at(-1) : this.#lots[this.#head];
      if (lot === undefined) break;
      if (lot.quantity.lte(left)) {
        left = left.minus(lot.quantity);
        cost = cost.plus(lot.cost);
        fees = fees.plus(lot.fees);
        if (this.#matching === "lifo") this.#lots.pop();
        else this.#dropFirst();
        continue;
      }
      const share = { cost: part(lot.cost, left, lot.quantity), fees: part(lot.fees, left, lot.quantity) };
      lot.quantity = lot.quantity.minus(left);
      lot.cost = lot.cost.minus(share.cost);
      lot.fees = lot.fees.minus(share.fees);
      cost = cost.plus(share.cost);
      fees = fees.plus(share.fees);
      left = ZERO;
    }
    const quantity = wanted.minus(left);
    this.#quantity = this.#quantity.minus(quantity);
    return { quantity, cost, fees };
  }

  #dropFirst(): void {
    this.#head++;
    if (this.#head < MIN_DROPPED || this.#head * 2 < this.#lots.length) return;
    this.#lots = this.#lots.slice(this.#head);
    this.#head = 0;
  }
}

function part(of: Big, quantity: Big, whole: Big): Big {
  return of.times(quantity).div(whole).round(QUOTIENT_DIGITS);
}
