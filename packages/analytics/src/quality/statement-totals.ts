import type { DecimalText } from "@daybook/protocol";
import { ExactSum } from "../decimal/exact-sum.ts";
import { money } from "../decimal/money.ts";
import type { Entry, StatementKind } from "./statement-row.ts";

export interface SideTotals {
  readonly rows: number;
  readonly quantity: DecimalText;
  /** Σ quantity × price */
  readonly volume: DecimalText;
  readonly fees: DecimalText;
  readonly amount: DecimalText;
}

/** Sums of one kind, symbol, side and currency on both sides. Balances are counted only: their sum means nothing. */
export interface StatementTotals {
  readonly kind: StatementKind;
  /** In the spelling by which both sides are compared: `BTCUSDT`. */
  readonly symbol: string;
  readonly side: string;
  readonly currency: string;
  readonly logged: SideTotals;
  readonly statement: SideTotals;
}

export function totalsOf(logged: readonly Entry[], stated: readonly Entry[]): StatementTotals[] {
  const groups = new Map<string, { about: Entry; logged: SideSums; statement: SideSums }>();
  const add = (entry: Entry, side: "logged" | "statement"): void => {
    const { row, symbol, side: bought } = entry;
    const key = JSON.stringify([row.kind, symbol, bought, row.currency ?? ""]);
    let group = groups.get(key);
    if (group === undefined) {
      group = { about: entry, logged: new SideSums(), statement: new SideSums() };
      groups.set(key, group);
    }
    group[side].add(entry);
  };
  for (const entry of logged) add(entry, "logged");
  for (const entry of stated) add(entry, "statement");
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { about, ...sums }]) => ({
      kind: about.row.kind,
      symbol: about.symbol,
      side: about.side,
      currency: about.row.currency ?? "",
      logged: sums.logged.totals,
      statement: sums.statement.totals,
    }));
}

class SideSums {
  readonly #quantity = new ExactSum();
  readonly #volume = new ExactSum();
  readonly #fees = new ExactSum();
  readonly #amount = new ExactSum();
  #rows = 0;

  add({ row, quantity, price, fees, amount }: Entry): void {
    this.#rows++;
    if (row.kind === "balance") return;
    if (quantity !== undefined) this.#quantity.add(quantity);
    if (quantity !== undefined && price !== undefined) this.#volume.addBig(money(quantity).times(price));
    if (fees !== undefined) this.#fees.add(fees);
    if (amount !== undefined) this.#amount.add(amount);
  }

  get totals(): SideTotals {
    return {
      rows: this.#rows,
      quantity: this.#quantity.text,
      volume: this.#volume.text,
      fees: this.#fees.text,
      amount: this.#amount.text,
    };
  }
}
