import { describe, expect, it } from "vitest";
import { matchRows, tradeKey } from "./row-matching.ts";
import type { StatementRow } from "./statement-row.ts";
import { entryOf } from "./statement-row.ts";

function row(ref: string, second: number, fields: Partial<StatementRow> = {}): StatementRow {
  const time = new Date(Date.UTC(2026, 10, 21, 8, 0, second)).toISOString();
  return { kind: "fill", time, symbol: "BTC/USDT", side: "buy", quantity: "1", price: "100", ref, ...fields };
}

/** Who was matched with whom, and who with nobody. */
function matched(logged: readonly StatementRow[], stated: readonly StatementRow[], toleranceUs = 2_000_000): string[] {
  const found = matchRows(logged.map(entryOf), stated.map(entryOf), toleranceUs);
  const refs = (entries: typeof found.onlyLogged): string => entries.map((entry) => entry.row.ref).join("+");
  const pairs = found.matches.map((one) => `${one.way}: ${refs(one.logged)} = ${refs(one.stated)}`);
  return [...pairs, refs(found.onlyLogged), refs(found.onlyStated)];
}

describe("matching rows", () => {
  it("of nothing is nothing, and of one side is all of it", () => {
    expect(matched([], [])).toEqual(["", ""]);
    expect(matched([row("a", 0), row("b", 0)], [])).toEqual(["a+b", ""]);
    expect(matched([], [row("1", 0)])).toEqual(["", "1"]);
  });

  it("goes from the surest way to the least, and uses no row twice", () => {
    const mine = [
      row("a", 0, { trade_id: "7", order_id: "o" }),
      row("b", 0, { order_id: "o" }),
      row("c", 0, { order_id: "p", quantity: "3" }),
      row("d", 0),
    ];
    const theirs = [
      row("1", 1),
      row("2", 1, { order_id: "p", quantity: "2" }),
      row("3", 1, { order_id: "p", quantity: "1" }),
      row("4", 99, { order_id: "o", trade_id: "8" }),
      row("5", 99, { trade_id: "7" }),
    ];
    expect(matched(mine, theirs)).toEqual([
      "trade_id: a = 5",
      "order_and_amounts: b = 4",
      "order_sum: c = 2+3",
      "time: d = 1",
      "",
      "",
    ]);
  });

  it("by time walks on when one is too early, whatever order they came in", () => {
    const mine = [row("late", 10), row("early", 0), row("mid", 5)];
    const theirs = [row("1", 12), row("2", 7), row("3", 3)];
    expect(matched(mine, theirs)).toEqual(["time: mid = 3", "time: late = 1", "early", "2"]);
    expect(matched(mine, theirs, 1_999_999)).toEqual(["late+early+mid", "1+2+3"]);
    expect(matched([row("a", 0)], [row("1", 0)], 0)).toEqual(["time: a = 1", "", ""]);
  });

  it("pairs equal transfers before near ones, and no row without a time", () => {
    const deposit = (ref: string, second: number, amount: string) => row(ref, second, { kind: "deposit", amount });
    expect(matched([deposit("a", 0, "5"), deposit("b", 1, "6")], [deposit("1", 0, "6"), deposit("2", 1, "7")])).toEqual(
      ["time: b = 1", "time: a = 2", "", ""],
    );
    expect(matched([row("a", 0, { time: "?" })], [row("1", 0, { time: "?" })])).toEqual(["a", "1"]);
  });

  it("is quick when all rows are alike", () => {
    const many = Array.from({ length: 20_000 }, (_, at) => row(String(at), 0, { order_id: "o" }));
    const started = performance.now();
    expect(matchRows(many.map(entryOf), many.map(entryOf), 0).matches).toHaveLength(20_000);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

it("the exchange's number is one of its symbol and kind", () => {
  const key = (fields: Partial<StatementRow>) => tradeKey(entryOf(row("a", 0, fields)));
  expect(key({})).toBeUndefined();
  expect(key({ trade_id: "7", symbol: "btc-usdt" })).toBe(key({ trade_id: "7" }));
  expect(key({ trade_id: "7", symbol: "ETH/USDT" })).not.toBe(key({ trade_id: "7" }));
  expect(key({ trade_id: "7", kind: "fee" })).not.toBe(key({ trade_id: "7" }));
});
