import { describe, expect, it } from "vitest";
import type { StatementRow } from "./statement-row.ts";
import { entryOf } from "./statement-row.ts";

const row: StatementRow = { kind: "fill", time: "2026-11-21T08:00:00.000001Z", ref: "1" };

describe("an entry", () => {
  it("of a bare row has empty texts and no amounts", () => {
    expect(entryOf(row)).toEqual({
      row,
      us: Date.UTC(2026, 10, 21, 8) * 1_000 + 1,
      symbol: "",
      side: "",
      quantity: undefined,
      price: undefined,
      fees: undefined,
      amount: undefined,
    });
    expect(entryOf({ ...row, time: "yesterday" }).us).toBeNaN();
  });

  it.each([
    ["BTC/USDT", "BTCUSDT"],
    ["btc-usdt", "BTCUSDT"],
    ["BTC_USDT", "BTCUSDT"],
    ["BTC/USDT:USDT", "BTCUSDT"],
    ["ES-202406", "ES202406"],
    [":", ""],
  ])("spells %s as %s", (symbol, expected) => {
    expect(entryOf({ ...row, symbol }).symbol).toBe(expected);
  });

  it.each([
    ["BUY", "buy"],
    ["long", "buy"],
    ["Sell", "sell"],
    ["short", "sell"],
    ["", ""],
    ["transfer", ""],
  ])("has for the side %j %j", (side, expected) => {
    expect(entryOf({ ...row, side }).side).toBe(expected);
  });

  it("has one spelling of each decimal, and no sign of what both sides sign differently", () => {
    const amounts = { quantity: "-1.50", price: "-37.63", fees: "-1e-8", amount: "-0.0" };
    expect(entryOf({ ...row, ...amounts })).toMatchObject({
      quantity: "1.5",
      price: "-37.63",
      fees: "-0.00000001",
      amount: "0",
    });
    const amountOf = (kind: StatementRow["kind"]) => entryOf({ ...row, kind, amount: "-2.0" }).amount;
    expect([amountOf("withdrawal"), amountOf("deposit"), amountOf("funding"), amountOf("balance")]).toEqual([
      "2",
      "2",
      "-2",
      "-2",
    ]);
  });
});
