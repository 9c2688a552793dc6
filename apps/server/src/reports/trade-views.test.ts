import type { TradingEvent } from "@daybook/analytics";
import { expect, test } from "vitest";
import type { ReportCondition } from "./conditions.ts";
import { shownLife, shownNoTrade, shownReconciliation } from "./shown-views.ts";
import { readNoTrade, readReconciliation, readTradeLife } from "./trade-views.ts";

const at = (second: number): string => `2024-01-15T10:00:${String(second).padStart(2, "0")}.000000Z`;
let seq = 0;
const event = (event_type: string, second: number, fields: Partial<TradingEvent>): TradingEvent => ({
  seq: ++seq,
  id: `${event_type}-${second}`,
  event_type,
  timestamp: at(second),
  symbol: "BTCUSDT",
  ...fields,
});

const EVENTS = [
  event("entry_signal", 1, { request_id: "r", strategy: "momentum" }),
  event("order_placed", 2, { request_id: "r", order_id: "o", side: "buy", quantity: "1", price: "100" }),
  event("order_filled", 3, { order_id: "o", side: "buy", quantity: "1", price: "100", trade_id: "7" }),
  event("trade_entry", 4, { order_id: "o", trade_id: "t", side: "buy", quantity: "1", price: "100" }),
  event("trade_exit", 9, { trade_id: "t", quantity: "1", price: "105", pnl: "5" }),
  event("entry_signal", 20, { strategy: "momentum", trade_id: "none" }),
];

/** Knows the conditions that the views ask by, as far as they name ids. */
const source = {
  scan(condition: ReportCondition, onEvent: (event: TradingEvent) => void) {
    const { id, orders, requests } = condition.params as { id?: string; orders?: string[]; requests?: string[] };
    for (const one of EVENTS) {
      const isAsked =
        id !== undefined
          ? one.trade_id === id || one.id === id
          : orders === undefined ||
            orders.includes(one.order_id ?? "") ||
            (requests ?? []).includes(one.request_id ?? "");
      if (isAsked) onEvent(one);
    }
    return Promise.resolve(1);
  },
  volume: () => Promise.resolve([]),
};

test("a trade's life follows its orders and their requests", async () => {
  const life = shownLife(await readTradeLife(source, "t"));
  expect(life.trade).toMatchObject({ id: "t", pnl: "5" });
  expect(life.steps.map(({ kind }) => kind)).toEqual(["signal", "order", "fill", "entry", "exit"]);
  expect(life.steps.map(({ latency_us: latency }) => latency)).toEqual([
    null,
    1_000_000,
    1_000_000,
    1_000_000,
    5_000_000,
  ]);
  expect(life.stages.find(({ name }) => name === "order_to_ack")).toEqual({ name: "order_to_ack", latency_us: null });
  expect(life.events.map(({ id }) => id)).toContain("entry_signal-1");
});

test("a trade that nobody named is not found", async () => {
  await expect(readTradeLife(source, "unknown")).rejects.toMatchObject({ code: "DAYBOOK_HTTP_NOT_FOUND" });
});

test("signals without a trade are listed with what is known of the reason", async () => {
  const shown = shownNoTrade(await readNoTrade(source, { start: null, end: null }));
  expect(shown.signals).toBe(2);
  expect(shown.became_orders).toBe(1);
  expect(shown.not_traded + shown.undecided).toBe(1);
});

test("a statement is held against the fills of its own time", async () => {
  const csv =
    "Time,Pair,Side,Price,Amount,Fee,Trade ID,Order ID\n2024-01-15 10:00:03,BTCUSDT,BUY,100,1,0,7,o\nnonsense";
  const period = { start: null, end: null };
  const shown = shownReconciliation(await readReconciliation(source, period, Buffer.from(csv)));
  expect(shown.matched).toBe(1);
  expect(shown.differences).toEqual([]);
  expect(shown.unread).toHaveLength(1);
});
