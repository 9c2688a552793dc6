import type { DecimalText } from "@daybook/protocol";
import type { TradingEvent } from "../events/trading-event.ts";
import { dataDecimal } from "../events/trading-event.ts";

/** A balance as it was logged. */
export interface BalanceMark {
  readonly timestamp: string;
  readonly total: DecimalText;
  /** With open positions, where the bot says so. */
  readonly equity: DecimalText | null;
}

export interface AccountState {
  /** Per currency: the first that was logged, which is where equity begins, and the newest. */
  readonly first: BalanceMark;
  readonly last: BalanceMark;
}

/** Balances by currency, from `account_balance`. */
export class Account {
  readonly #marks = new Map<string, { first: BalanceMark; last: BalanceMark }>();

  add(event: TradingEvent): void {
    const total = dataDecimal(event, "total") ?? dataDecimal(event, "equity");
    if (total === undefined) return;
    const mark = { timestamp: event.timestamp, total, equity: dataDecimal(event, "equity") ?? null };
    const currency = event.currency ?? "";
    const known = this.#marks.get(currency);
    if (known === undefined) this.#marks.set(currency, { first: mark, last: mark });
    else known.last = mark;
  }

  of(currency: string): AccountState | undefined {
    return this.#marks.get(currency);
  }
}
