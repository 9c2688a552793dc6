import type { DecimalText } from "@daybook/protocol";
import { ExactSum } from "../decimal/exact-sum.ts";
import { money, textOf } from "../decimal/money.ts";
import type { Booking } from "../trades/trade.ts";
import type { AccountState, BalanceMark } from "./account.ts";

/** Equity to begin with. */
export interface Opening {
  readonly amount: DecimalText;
  readonly from: "setting" | "account_balance";
}

/**
 * The equity of one currency when a period begins: what was set, or a balance that was logged, with what was booked between
 * that moment and the period. A balance that was logged after trades includes them already.
 */
export class OpeningEquity {
  readonly #periodStart: string | null;
  readonly #earlier = new ExactSum();
  readonly #beforeFirst = new ExactSum();
  #sinceMark = new ExactSum();
  #mark: BalanceMark | undefined;
  /** Whether anything was booked before the period. */
  hasEarlier = false;

  constructor(periodStart: string | null) {
    this.#periodStart = periodStart;
  }

  /** `state`: the balances that are known by then. Bookings come in the order of time, or when all balances are known. */
  book({ timestamp, amount }: Booking, state: AccountState | undefined): void {
    const { first, before } = state ?? {};
    if (first === undefined || timestamp < first.timestamp) this.#beforeFirst.add(amount);
    if (this.#periodStart === null || timestamp >= this.#periodStart) return;
    this.hasEarlier = true;
    this.#earlier.add(amount);
    this.#follow(before);
    if (before === undefined || timestamp >= before.timestamp) this.#sinceMark.add(amount);
  }

  /** `setting`: the equity before everything. Undefined when no balance is known. */
  of(setting: DecimalText | undefined, state: AccountState | undefined): Opening | undefined {
    if (setting !== undefined) {
      return { amount: textOf(money(setting).plus(this.#earlier.value)), from: "setting" };
    }
    if (state === undefined) return undefined;
    this.#follow(state.before);
    const amount =
      state.before === undefined
        ? money(state.first.total).minus(this.#beforeFirst.value).plus(this.#earlier.value)
        : money(state.before.total).plus(this.#sinceMark.value);
    return { amount: textOf(amount), from: "account_balance" };
  }

  /** With a newer balance, what was booked before it is in it. */
  #follow(mark: BalanceMark | undefined): void {
    if (mark === this.#mark) return;
    this.#mark = mark;
    this.#sinceMark = new ExactSum();
  }
}
