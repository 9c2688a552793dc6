import { textOf, ZERO } from "../decimal/money.ts";
import type { LedgerResult } from "../ledger.ts";
import type { CurrencyBook } from "./currency-book.ts";

/** What a reader must know to trust the figures, in sentences. */
export function notesOf(ledger: LedgerResult, books: ReadonlyMap<string, CurrencyBook>, currency: string): string[] {
  const book = books.get(currency);
  const notes: string[] = [];
  const others = [...books].filter(([name, { tradeCount }]) => name !== currency && tradeCount > 0);
  if (others.length > 0) {
    const names = others.map(([name]) => (name === "" ? "without a currency" : name)).join(", ");
    notes.push(`Trades in other currencies are not in these figures: ${names}.`);
  }
  if (book !== undefined && book.differing > 0) {
    const trades = book.differing === 1 ? "1 trade reports" : `${book.differing} trades report`;
    notes.push(
      `${trades} a result that differs from quantity × price − fees; the reported one counts, both are in the list.`,
    );
  }
  const parts = ledger.open
    .filter((position) => position.currency === currency)
    .reduce((sum, { realised }) => sum.plus(realised), ZERO);
  if (!parts.eq(0)) {
    notes.push(`Parts of trades that are still open brought ${textOf(parts)}: in the equity, not in the trades.`);
  }
  if (ledger.repeats > 0) notes.push(`Events that were there twice count once: ${ledger.repeats}.`);
  for (const [name, amount] of Object.entries(ledger.otherFees)) {
    notes.push(`Fees of ${amount} ${name} are in no result: no price of ${name} was logged.`);
  }
  const leftOut = book?.list.leftOut ?? 0;
  if (leftOut > 0) notes.push(`The list of trades leaves out the oldest: ${leftOut}.`);
  return notes;
}
