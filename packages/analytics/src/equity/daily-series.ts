import type { DecimalText } from "@daybook/protocol";
import { ExactSum } from "../decimal/exact-sum.ts";
import { money, textOf } from "../decimal/money.ts";
import type { DayClock } from "../calendar/day-clock.ts";
import { daysBetween } from "../calendar/day-clock.ts";
import type { Booking } from "../trades/trade.ts";

/** A calendar day of an account. */
export interface DailyRow {
  readonly day: string;
  /** Results of what was closed, and funding; fees are taken off. */
  readonly pnl: DecimalText;
  readonly fees: DecimalText;
  readonly funding: DecimalText;
  /** Deposits less withdrawals: no return. */
  readonly deposits: DecimalText;
  /** In the evening; null without a starting balance. */
  readonly equity: DecimalText | null;
  /** P&L / equity of the evening before; null where that is zero or less, or not known. */
  readonly return: number | null;
}

class DaySums {
  readonly pnl = new ExactSum();
  readonly fees = new ExactSum();
  readonly funding = new ExactSum();
  readonly deposits = new ExactSum();
}

/** More days than this are no trading history but a wrong clock: 200 years. */
export const MAX_DAYS = 73_000;

/** Adds up bookings by day. Holds one row of sums for each day with a booking. */
export class DailySeries {
  readonly #clock: DayClock;
  readonly #days = new Map<string, DaySums>();
  #lastDay = "";
  #last: DaySums | undefined;

  constructor(clock: DayClock) {
    this.#clock = clock;
  }

  add({ timestamp, kind, amount, fees }: Booking): void {
    const day = this.#clock.dayOf(timestamp);
    const sums = day === this.#lastDay && this.#last !== undefined ? this.#last : this.#open(day);
    if (kind === "deposit" || kind === "withdrawal") return sums.deposits.add(amount);
    sums.pnl.add(amount);
    if (kind === "funding") sums.funding.add(amount);
    if (fees !== "0") sums.fees.add(fees);
  }

  get firstDay(): string | undefined {
    return this.#sorted[0];
  }

  get lastDay(): string | undefined {
    return this.#sorted.at(-1);
  }

  /**
   * Each calendar day from the first to the last, those without a booking too. `start` is the equity before the oldest
   * booking: those before `first` are in no row, but in the equity. Throws RangeError for more than {@link MAX_DAYS} days.
   */
  rows(first: string, last: string, start: DecimalText | undefined): DailyRow[] {
    if ((Date.parse(last) - Date.parse(first)) / 86_400_000 > MAX_DAYS) {
      throw new RangeError(`from ${first} to ${last} are more than ${MAX_DAYS} days`);
    }
    let equity = start === undefined ? undefined : money(start);
    for (const [day, sums] of this.#days) {
      if (day < first) equity = equity?.plus(sums.pnl.value).plus(sums.deposits.value);
    }
    return daysBetween(first, last).map((day) => {
      const sums = this.#days.get(day);
      const before = equity;
      if (sums !== undefined) equity = equity?.plus(sums.pnl.value).plus(sums.deposits.value);
      const pnl = sums?.pnl.text ?? "0";
      return {
        day,
        pnl,
        fees: sums?.fees.text ?? "0",
        funding: sums?.funding.text ?? "0",
        deposits: sums?.deposits.text ?? "0",
        equity: equity === undefined ? null : textOf(equity),
        return: before?.gt(0) === true ? Number(pnl) / Number(textOf(before)) : null,
      };
    });
  }

  get #sorted(): string[] {
    return [...this.#days.keys()].sort();
  }

  #open(day: string): DaySums {
    let sums = this.#days.get(day);
    if (sums === undefined) this.#days.set(day, (sums = new DaySums()));
    this.#lastDay = day;
    this.#last = sums;
    return sums;
  }
}
