import { describe, expect, it } from "vitest";
import type { Trade } from "../trades/trade.ts";
import { microsOf } from "./instant.ts";
import { MAX_DECISIONS_PER_TRADE, MAX_PENDING, OUTCOME_HORIZON_US } from "./limits.ts";
import type { PendingDecision } from "./pending-decisions.ts";
import { PendingDecisions } from "./pending-decisions.ts";

const entry_time = "2026-11-21T08:00:00.000000Z";
const entryUs = microsOf(entry_time);

const trade: Trade = {
  id: "t",
  source: "events",
  symbol: "A",
  strategy: "s",
  exchange: "",
  currency: "USDT",
  side: "long",
  quantity: "1",
  entry_price: "1",
  exit_price: "1",
  entry_time,
  exit_time: entry_time,
  exit_reason: "",
  pnl: "0",
  fees_entry: "0",
  fees_exit: "0",
  funding: "0",
  volume_entry: "1",
  return: 0,
  duration_ms: 0,
  mfe: null,
  mae: null,
  event_ids: [],
  order_ids: [],
};

function decision(beforeUs: number, fields: Partial<PendingDecision> = {}): PendingDecision {
  return { model: "m", us: entryUs - beforeUs, confidence: 0.5, direction: 1, ...fields };
}

describe("the decisions of a trade", () => {
  it("are none when none was made", () => {
    expect(new PendingDecisions().take(trade)).toEqual([]);
  });

  it("are each model's newest before the entry, given once", () => {
    const pending = new PendingDecisions();
    const [newest, other] = [decision(0), decision(5, { model: "n" })];
    for (const one of [decision(9), newest, decision(-1), other]) pending.add(one, "t", "A", "s");
    expect(pending.take(trade)).toEqual([newest, other]);
    expect(pending.take(trade)).toEqual([]);
  });

  it("without its id are those of symbol and strategy, or of no strategy, in its direction and in time", () => {
    const pending = new PendingDecisions();
    const [late, open] = [decision(-1), decision(OUTCOME_HORIZON_US, { direction: undefined })];
    pending.add(decision(OUTCOME_HORIZON_US + 1), undefined, "A", "s");
    pending.add(decision(1, { direction: -1 }), undefined, "A", "s");
    pending.add(late, undefined, "A", "s");
    pending.add(open, undefined, "A", "");
    pending.add(decision(1), undefined, "B", "s");
    expect(pending.take(trade)).toEqual([open]);
    expect(pending.take({ ...trade, entry_time: "2026-11-21T08:00:01.000000Z" })).toEqual([late]);
    expect(pending.take({ ...trade, entry_time: "2026-11-21T08:00:02.000000Z" })).toEqual([]);
  });
});

describe("what is forgotten", () => {
  it("is the oldest of too many on one trade", () => {
    const pending = new PendingDecisions();
    for (let at = 0; at <= MAX_DECISIONS_PER_TRADE; at++) pending.add(decision(9, { model: `m${at}` }), "t", "A", "s");
    const taken = pending.take(trade);
    expect([taken.length, taken[0]?.model, pending.forgotten]).toEqual([MAX_DECISIONS_PER_TRADE, "m1", 1]);
  });

  it("counts decisions, not names, and none that was taken", () => {
    const pending = new PendingDecisions();
    pending.add(decision(1), undefined, "A", "s");
    expect(pending.take(trade)).toHaveLength(1);
    for (const at of [3, 2]) pending.add(decision(at), undefined, "B", "s");
    for (let at = 0; at < MAX_PENDING; at++) pending.add(decision(1), undefined, `C${at}`, "s");
    expect(pending.forgotten).toBe(2);
  });

  it("is not a symbol that was decided on just now", () => {
    const pending = new PendingDecisions();
    for (let at = 0; at < MAX_PENDING; at++) pending.add(decision(9), undefined, `C${at}`, "s");
    const again = decision(1);
    pending.add(again, undefined, "C0", "s");
    pending.add(decision(1), undefined, "new", "s");
    expect(pending.take({ ...trade, symbol: "C0" })).toEqual([again]);
    expect(pending.take({ ...trade, symbol: "C1" })).toEqual([]);
  });
});
