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
  /** The newest before the moment that was asked for. */
  readonly before: BalanceMark | undefined;
}

/** Balances by currency, from `account_balance`. */
export class Account {
  readonly #at: string | null;
  readonly #marks = new Map<string, { first: BalanceMark; last: BalanceMark; before: BalanceMark | undefined }>();

  /** `at`: the moment before which a balance is wanted. */
  constructor(at: string | null = null) {
    this.#at = at;
  }

  add(event: TradingEvent): void {
    const total = dataDecimal(event, "total") ?? dataDecimal(event, "equity");
    if (total === undefined) return;
    const mark = { timestamp: event.timestamp, total, equity: dataDecimal(event, "equity") ?? null };
    const currency = event.currency ?? "";
    const known = this.#marks.get(currency);
    const before = this.#at !== null && event.timestamp < this.#at ? mark : known?.before;
    this.#marks.set(currency, { first: known?.first ?? mark, last: mark, before });
  }

  /** In which balances were logged. */
  get currencies(): string[] {
    return [...this.#marks.keys()];
  }

  of(currency: string): AccountState | undefined {
    return this.#marks.get(currency);
  }
}
