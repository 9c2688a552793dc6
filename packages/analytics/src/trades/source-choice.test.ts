import { expect, test } from "vitest";
import { event, trade } from "../test-support/trading-events.ts";
import { SourceChoice } from "./source-choice.ts";
import type { Trade } from "./trade.ts";

function choice(maxWaiting?: number) {
  const released: string[] = [];
  const one = new SourceChoice(
    { trade: ({ id }) => released.push(id), booking: ({ amount }) => released.push(amount) },
    maxWaiting,
  );
  const entry = (symbol: string, strategy = "") => one.take(event("01-01", "trade_entry", { symbol, strategy }));
  const filled = (id: string, fields: Partial<Trade> = {}) => one.sink.trade(trade({ id, ...fields }));
  return { one, released, entry, filled };
}

test("results of fills wait until the end for an entry of their symbol and strategy", () => {
  const { one, released, entry, filled } = choice();
  filled("a", { symbol: "A", strategy: "s" });
  filled("b", { symbol: "B", strategy: "s" });
  one.sink.booking?.({ timestamp: "", kind: "pnl", currency: "", amount: "5", fees: "0", symbol: "B", strategy: "s" });
  expect(released).toEqual([]);
  expect(entry("A", "s")).toBe(true);
  expect(entry("B", "other")).toBe(true);
  one.finish();
  expect(released).toEqual(["b", "5"]);
  one.finish();
  expect(released).toHaveLength(2);
});

test("one that names no strategy may be any", () => {
  const { one, released, entry, filled } = choice();
  filled("a", { symbol: "A", strategy: "s" });
  filled("b", { symbol: "B", strategy: "" });
  entry("A");
  entry("B", "s");
  one.finish();
  expect(released).toEqual([]);
});

test("events that are neither entry nor exit tell nothing", () => {
  const { one, released, filled } = choice();
  filled("a", { symbol: "A" });
  expect(one.take(event("01-01", "stop_loss_hit", { symbol: "A" }))).toBe(true);
  one.finish();
  expect(released).toEqual(["a"]);
});

test("fills that have waited long enough are the source, and entries that come after are left out", () => {
  const { one, released, entry, filled } = choice(3);
  entry("T", "s");
  filled("told", { symbol: "T", strategy: "s" });
  filled("a1", { symbol: "A", strategy: "s" });
  filled("a2", { symbol: "A", strategy: "s" });
  expect(released).toEqual([]);
  filled("b1", { symbol: "B", strategy: "s" });
  expect(released).toEqual(["a1", "a2", "b1"]);
  filled("a3", { symbol: "A", strategy: "s" });
  expect(released).toEqual(["a1", "a2", "b1", "a3"]);
  expect([entry("A", "s"), entry("A"), entry("A", "other"), entry("T", "s")]).toEqual([false, false, true, true]);
  one.finish();
  expect(released).toHaveLength(4);
});
