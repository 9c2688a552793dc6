import { rowFault, type ImportedEvent, type ImportedRow } from "../imported-row.ts";
import { ROWS_AT_ONCE } from "../limits.ts";
import { tradeEvents } from "./trade-events.ts";
import type { Trade } from "./trade.ts";

export interface FaultyTrade {
  number: number;
  reason: string;
}

/**
 * Events of all trades by time, numbered from 1; events of one moment stay in the order of their trades, so that the same
 * content gives the same numbers. Faults come first: they have no time. They may still be added while the trades are taken,
 * and a trade is let go as soon as its events are made.
 */
export function* timedRows(
  trades: Iterable<Trade>,
  faults: readonly FaultyTrade[],
  service: string,
  before: readonly ImportedEvent[] = [],
): Generator<ImportedRow[]> {
  const events: { event: ImportedEvent; line: number }[] = before.map((event) => ({ event, line: 0 }));
  for (const trade of trades) {
    for (const event of tradeEvents(trade, service)) events.push({ event, line: trade.number });
  }
  if (faults.length > 0) yield faults.map(({ number, reason }) => rowFault(number, number, reason));
  events.sort((a, b) => compare(a.event.timestamp, b.event.timestamp));
  for (let from = 0; from < events.length; from += ROWS_AT_ONCE) {
    yield events
      .slice(from, from + ROWS_AT_ONCE)
      .map(({ event, line }, index) => ({ number: from + index + 1, line, event }));
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
