import { describe, expect, it } from "vitest";
import type { StatementRow } from "./statement-row.ts";
import { entryOf } from "./statement-row.ts";
import { totalsOf } from "./statement-totals.ts";

const time = "2026-11-21T08:00:00.000000Z";
const none = { rows: 0, quantity: "0", volume: "0", fees: "0", amount: "0" };

function entries(...rows: readonly Partial<StatementRow>[]) {
  return rows.map((fields) => entryOf({ kind: "fill", time, ref: "", ...fields }));
}

describe("totals of both sides", () => {
  it("of nothing are none, and of one side stand beside zeros", () => {
    expect(totalsOf([], [])).toEqual([]);
    expect(totalsOf([], entries({}))).toEqual([
      { kind: "fill", symbol: "", side: "", currency: "", logged: none, statement: { ...none, rows: 1 } },
    ]);
  });

  it("are exact, and in one group however they are spelled", () => {
    const mine = { symbol: "BTC/USDT", side: "buy", quantity: "0.1", price: "3", fees: "0.1" };
    const theirs = { symbol: "btcusdt", side: "LONG", quantity: "-0.2", price: "1e-18", fees: "-0.1" };
    expect(totalsOf(entries(mine, mine, mine), entries(theirs))).toEqual([
      {
        kind: "fill",
        symbol: "BTCUSDT",
        side: "buy",
        currency: "",
        logged: { rows: 3, quantity: "0.3", volume: "0.9", fees: "0.3", amount: "0" },
        statement: { rows: 1, quantity: "0.2", volume: "0.0000000000000000002", fees: "-0.1", amount: "0" },
      },
    ]);
  });

  it("have no volume without a price, and no sum of balances", () => {
    const balance: Partial<StatementRow> = { kind: "balance", amount: "5", fees: "1" };
    const totals = totalsOf(entries({ quantity: "2" }, balance, balance), []);
    expect(totals.map(({ kind, logged }) => [kind, logged])).toEqual([
      ["balance", { ...none, rows: 2 }],
      ["fill", { ...none, rows: 1, quantity: "2" }],
    ]);
  });

  it("are told apart by kind, symbol, side and currency, in their order", () => {
    const fill = { symbol: "B", side: "buy", currency: "USD" };
    const hostile = { symbol: 'B","buy' };
    const all = entries(
      fill,
      { ...fill, symbol: "A" },
      { ...fill, side: "sell" },
      { ...fill, currency: "EUR" },
      hostile,
    );
    const totals = totalsOf(all, entries(fill));
    expect(totals.map(({ symbol, side, currency }) => [symbol, side, currency].join(" "))).toEqual([
      "A buy USD",
      "B buy EUR",
      "B buy USD",
      "B sell USD",
      'B","BUY  ',
    ]);
    expect(totals.map(({ statement }) => statement.rows)).toEqual([0, 0, 1, 0, 0]);
  });
});
