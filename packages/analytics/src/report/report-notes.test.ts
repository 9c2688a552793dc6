import { expect, test } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { ReportBuilder } from "./report-builder.ts";

const at = (second: number): string => `2024-01-01T00:00:0${second}.000000Z`;
const BTC = { trade_id: "t", symbol: "BTC/USDT", quantity: "2", price: "10" };

function notesOf(...events: TradingEvent[]): readonly string[] {
  const builder = new ReportBuilder({ maxTrades: 0 });
  for (const event of events) builder.add(event);
  return builder.finish().notes;
}

const entry: TradingEvent = { ...BTC, id: "e", event_type: "trade_entry", timestamp: at(1), side: "buy" };

test("nothing to know, nothing said", () => {
  expect(notesOf()).toEqual([]);
  expect(notesOf(entry)).toEqual([]);
});

test("what is in the equity and not in the trades, and what was there twice", () => {
  const part: TradingEvent = {
    ...BTC,
    id: "p",
    event_type: "trade_partial_exit",
    timestamp: at(2),
    quantity: "1",
    pnl: "3",
  };
  expect(notesOf(entry, entry, part)).toEqual([
    "Parts of trades that are still open brought 3: in the equity, not in the trades.",
    "Events that were there twice count once: 1.",
  ]);
});

test("a result that does not fit its prices, trades in other currencies, a list that is cut", () => {
  const exit: TradingEvent = { ...BTC, id: "x", event_type: "trade_exit", timestamp: at(2), price: "11", pnl: "5" };
  const other = [entry, exit].map((event) => ({ ...event, id: `${event.id}2`, trade_id: "u", symbol: "ETH/EUR" }));
  const notes = notesOf(entry, { ...other[0], timestamp: at(1) } as TradingEvent, exit, other[1] as TradingEvent);
  expect(notes).toEqual([
    "Trades in other currencies are not in these figures: EUR.",
    expect.stringMatching(/^1 trade reports a result that differs/),
    "The list of trades leaves out the oldest: 1.",
  ]);
});
