import { Amount, valueOf } from "../decimal/amount.ts";
import { ExactSum } from "../decimal/exact-sum.ts";
import { TotalsCounter } from "../metrics/trade-statistics.ts";
import type { Trade } from "../trades/trade.ts";
import type { GroupRow } from "./performance-report.ts";

/** Groups of one kind (symbols, exit reasons …) that are kept apart at most; what comes later is counted together. */
export const MAX_GROUPS = 5_000;
export const OTHER_GROUP = "(other)";

/** A trade's money, read once for all its groups. */
export class GroupedAmounts {
  readonly pnl = new Amount();
  readonly feesEntry = new Amount();
  readonly feesExit = new Amount();
  value = 0;

  read(trade: Trade): this {
    this.pnl.read(trade.pnl);
    this.feesEntry.read(trade.fees_entry);
    this.feesExit.read(trade.fees_exit);
    this.value = valueOf(this.pnl);
    return this;
  }
}

/** Totals by some key of the trades. */
export class Groups {
  readonly #groups = new Map<string, { totals: TotalsCounter; profit: number; loss: number; fees: ExactSum }>();

  add(key: string, { pnl, feesEntry, feesExit, value }: GroupedAmounts): void {
    let group = this.#groups.get(key);
    if (group === undefined) {
      const name = this.#groups.size < MAX_GROUPS ? key : OTHER_GROUP;
      group = this.#groups.get(name) ?? { totals: new TotalsCounter(), profit: 0, loss: 0, fees: new ExactSum() };
      this.#groups.set(name, group);
    }
    group.totals.addAmount(pnl, value);
    if (value > 0) group.profit += value;
    else group.loss -= value;
    group.fees.addAmount(feesEntry);
    group.fees.addAmount(feesExit);
  }

  /** Best result first. */
  get rows(): GroupRow[] {
    return [...this.#groups]
      .map(([key, { totals, profit, loss, fees }]) => {
        const sums = totals.totals;
        return {
          key,
          ...sums,
          win_rate: sums.trades > 0 ? sums.wins / sums.trades : null,
          profit_factor: loss > 0 ? profit / loss : null,
          fees: fees.text,
        };
      })
      .sort((a, b) => Number(b.pnl) - Number(a.pnl) || (a.key < b.key ? -1 : 1));
  }

  rowsByKey(): GroupRow[] {
    return this.rows.sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}
