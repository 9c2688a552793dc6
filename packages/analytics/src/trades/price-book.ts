import type { DecimalText } from "@daybook/protocol";
import { QUOTIENT_DIGITS, money, textOf } from "../decimal/money.ts";
import type { TradingEvent } from "../events/trading-event.ts";

/** The newest logged price of each symbol, to value open positions and to convert fees. */
export class PriceBook {
  readonly #prices = new Map<string, DecimalText>();

  /** Of `price`, `position_snapshot` and fills. */
  note(event: TradingEvent): void {
    if (event.symbol !== undefined && event.price !== undefined) this.#prices.set(event.symbol, event.price);
  }

  of(symbol: string): DecimalText | undefined {
    return this.#prices.get(symbol);
  }

  /** At the newest price of the pair, whichever way round it is quoted; undefined when none was logged. */
  convert(amount: DecimalText, from: string, to: string): DecimalText | undefined {
    const direct = this.#ofPair(from, to);
    if (direct !== undefined) return textOf(money(amount).times(direct));
    const inverse = this.#ofPair(to, from);
    if (inverse === undefined || Number(inverse) === 0) return undefined;
    return textOf(money(amount).div(inverse).round(QUOTIENT_DIGITS));
  }

  #ofPair(base: string, quote: string): DecimalText | undefined {
    for (const joint of ["", "/", "-", "_"]) {
      const price = this.#prices.get(`${base}${joint}${quote}`);
      if (price !== undefined) return price;
    }
    return undefined;
  }
}
