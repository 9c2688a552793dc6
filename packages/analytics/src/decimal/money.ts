import type { DecimalText } from "@daybook/protocol";
import { Big as createBig } from "big.js";
import type { Big } from "big.js";

/** Digits behind the point of a quotient: averages and shares of a fee. Sums, differences and products are exact. */
export const QUOTIENT_DIGITS = 30;

/** A constructor of our own: the limits of big.js are settings of a constructor, and others may set theirs. */
const Money = createBig();
Money.DP = QUOTIENT_DIGITS;
Money.RM = createBig.roundHalfEven;

export type { Big };

export const ZERO: Big = new Money(0);

/** Throws what big.js throws when the text is no decimal; texts from the door always are. */
export function money(value: DecimalText | number | Big): Big {
  return new Money(value);
}

/** Plain decimal text without exponent: `0.00004511`, never `4.511e-5`; zero has no sign. */
export function textOf(value: Big): DecimalText {
  return value.eq(0) ? "0" : value.toFixed();
}

/** `dividend / divisor` to {@link QUOTIENT_DIGITS}; undefined when the divisor is zero. */
export function quotient(dividend: Big, divisor: Big): Big | undefined {
  return divisor.eq(0) ? undefined : dividend.div(divisor);
}
