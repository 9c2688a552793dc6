import type { DecimalText } from "@daybook/protocol";
import { numberOf } from "../decimal/amount.ts";
import { ZERO, money, plainText, product, textOf } from "../decimal/money.ts";
import type { Big } from "../decimal/money.ts";

/** A part of a position: opened or closed at one price. */
export interface Leg {
  readonly quantity: DecimalText;
  readonly price: DecimalText;
  readonly fees: DecimalText;
}

/**
 * Sums of the parts that opened a position, or closed it. Most positions have one part, whose texts are the sums: exact
 * arithmetic begins with the second.
 */
export class Legs {
  #only: Leg | undefined;
  #quantity: Big = ZERO;
  #volume: Big = ZERO;
  #fees: Big = ZERO;
  count = 0;
  /** In float64, for what is compared with a tolerance. */
  quantityNumber = 0;
  volumeNumber = 0;

  add(leg: Leg): void {
    this.count++;
    const quantity = numberOf(leg.quantity);
    this.quantityNumber += quantity;
    this.volumeNumber += quantity * numberOf(leg.price);
    if (this.count === 1) this.#only = leg;
    else {
      if (this.#only !== undefined) this.#sum(this.#only);
      this.#only = undefined;
      this.#sum(leg);
    }
  }

  get quantity(): DecimalText {
    return this.#only === undefined ? textOf(this.#quantity) : plainText(this.#only.quantity);
  }

  /** Quantity × price. */
  get volume(): DecimalText {
    return this.#only === undefined ? textOf(this.#volume) : product(this.#only.quantity, this.#only.price);
  }

  get fees(): DecimalText {
    return this.#only === undefined ? textOf(this.#fees) : plainText(this.#only.fees);
  }

  /** As written while there is one part; zero without a quantity. */
  get averagePrice(): DecimalText {
    if (this.#only !== undefined) return this.#only.price;
    return this.#quantity.eq(0) ? "0" : textOf(this.#volume.div(this.#quantity));
  }

  #sum(leg: Leg): void {
    this.#quantity = this.#quantity.plus(leg.quantity);
    this.#volume = this.#volume.plus(money(leg.quantity).times(leg.price));
    this.#fees = this.#fees.plus(leg.fees);
  }
}
