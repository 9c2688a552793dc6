import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { tradeJournal } from "./decision-journal.ts";

let next = 0;
function at(time: string, event_type: string, fields: Partial<TradingEvent> = {}): TradingEvent {
  return { timestamp: `2026-11-21T08:${time}Z`, event_type, id: `e${next++}`, ...fields };
}

const about = { symbol: "BTC/USDT", strategy: "momentum", trade_id: "t1", request_id: "r1" } as const;
const explanation = { method: "shap", contributions: { rsi: 0.4 } };
const decision = { decision: "buy", confidence: 0.71, threshold: 0.58, model_id: "gbm", explanation };
const life = [
  at("00:00.000000", "entry_signal", { ...about, side: "buy", price: "100" }),
  at("00:00.012345", "ai_decision", { ...about, data: decision }),
  at("00:00.014345", "position_size_calculated", { ...about, quantity: "2", price: "100" }),
  at("00:00.014345", "order_placed", { ...about, order_id: "o1", side: "buy", quantity: "2", price: "100" }),
  at("00:00.030000", "rate_limit", { order_id: "o1", data: { retry_after_s: 1 }, message: "slow down" }),
  at("00:01.030000", "order_accepted", { order_id: "o1", status: "open" }),
  at("00:01.050000", "order_partially_filled", { order_id: "o1", side: "buy", quantity: "1", price: "101" }),
  at("00:01.090000", "order_filled", { order_id: "o1", side: "buy", quantity: "2", price: "101" }),
  at("00:01.090000", "trade_entry", { ...about, side: "BUY", quantity: "2", price: "101" }),
  at("05:00.000000", "stop_loss_hit", { ...about, price: "95", data: { reason: "stop_loss" } }),
  at("05:00.000000", "order_placed", { ...about, order_id: "o2", side: "sell", quantity: "2" }),
  at("05:01.000000", "order_filled", { ...about, order_id: "o2", side: "sell", quantity: "2", price: "95" }),
  at("05:01.000000", "trade_exit", { ...about, quantity: "2", price: "95", pnl: "-12", data: { reason: "stop_loss" } }),
];
const others = [
  at("00:00.000000", "entry_signal", { ...about, trade_id: "t2" }),
  at("00:00.500000", "ai_decision", { ...about, symbol: "ETH/USDT", trade_id: "t3" }),
  at("00:00.600000", "ai_decision", { symbol: "ETH/USDT", request_id: "r1" }),
  at("00:02.000000", "latency_measurement", { ...about, data: { operation: "order_to_fill" } }),
  at("00:03.000000", "price", { symbol: "BTC/USDT", price: "99" }),
];

describe("a trade's journal", () => {
  const journal = tradeJournal({ id: "t1", symbol: "BTC/USDT", strategy: "momentum" }, [...others, ...life]);

  it("lists its steps with the time between them", () => {
    expect(journal.steps.map(({ kind, latency_from_previous_us: us, summary }) => [kind, us, summary])).toEqual([
      ["signal", null, "buy BTC/USDT at 100"],
      ["decision", 12_345, "buy confidence 0.71 threshold 0.58 by gbm"],
      ["sizing", 2_000, "2 BTC/USDT at 100"],
      ["order", 0, "buy 2 BTC/USDT at 100"],
      ["error", 15_655, "slow down"],
      ["ack", 1_000_000, "open"],
      ["partial_fill", 20_000, "buy 1 at 101"],
      ["fill", 40_000, "buy 2 at 101"],
      ["entry", 0, "buy 2 BTC/USDT at 101"],
      ["stop", 298_910_000, "BTC/USDT at 95 stop_loss"],
      ["order", 0, "sell 2 BTC/USDT"],
      ["fill", 1_000_000, "sell 2 BTC/USDT at 95"],
      ["exit", 0, "2 BTC/USDT at 95 result -12 stop_loss"],
    ]);
    expect(journal.steps[1]?.explanation).toEqual(explanation);
    expect(journal.steps[0]?.event_id).toBe(life[0]?.id);
  });

  it("says how long each stage took", () => {
    expect(journal.stages).toEqual({
      signal_to_decision_us: 12_345,
      decision_to_order_us: 2_000,
      order_to_ack_us: 1_015_655,
      ack_to_fill_us: 20_000,
      signal_to_fill_us: 1_050_000,
      signal_to_entry_us: 1_090_000,
      entry_to_exit_us: 299_910_000,
    });
  });

  it("is the same for events in any order, and for those that come twice", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...life, ...others], { minLength: life.length + others.length }), (events) => {
        expect(tradeJournal({ id: "t1", symbol: "BTC/USDT", strategy: "momentum" }, [...events, ...events])).toEqual(
          journal,
        );
      }),
      { numRuns: 30 },
    );
  });

  it("finds signals without ids by symbol and strategy, from the newest before the entry to the exit", () => {
    const trade = {
      id: "x",
      symbol: "TSLA",
      strategy: "momentum_strategy",
      entry_time: "2026-11-21T08:02:00.000000Z",
      exit_time: "2026-11-21T08:04:00.000000Z",
      event_ids: ["in", "out"],
    };
    const mine = { symbol: "TSLA", strategy: "momentum_strategy" };
    const events = [
      at("00:30.000000", "entry_signal", { ...mine, price: "240" }),
      at("01:00.000000", "entry_signal", { ...mine, price: "245.5" }),
      at("01:01.000000", "position_size_calculated", { symbol: "TSLA", quantity: "3" }),
      at("01:02.000000", "risk_limit_hit", { ...mine, symbol: "AAPL" }),
      at("02:00.000000", "trade_entry", { ...mine, id: "in", quantity: "3", price: "246" }),
      at("03:00.000000", "entry_signal", { ...mine, price: "250" }),
      at("04:00.000000", "trade_exit", { ...mine, id: "out", quantity: "3", price: "250" }),
      at("04:01.000000", "exit_signal", mine),
    ];
    const { steps } = tradeJournal(trade, events);
    expect(steps.map(({ kind, summary }) => [kind, summary])).toEqual([
      ["signal", "TSLA at 245.5"],
      ["sizing", "3 TSLA"],
      ["entry", "3 TSLA at 246"],
      ["exit", "3 TSLA at 250"],
    ]);
  });

  it("is empty for an unknown trade, and bounded for an endless one", () => {
    expect(tradeJournal({ id: "?" }, life)).toMatchObject({ steps: [], stages: { signal_to_fill_us: null } });
    const many = Array.from({ length: 1_500 }, () => at("00:00.000000", "position_adjusted", about));
    expect(tradeJournal({ id: "t1" }, many)).toMatchObject({ steps_left_out: 500 });
    const long = at("00:00.000000", "order_rejected", { trade_id: "t", data: { reason: "x".repeat(1e6) } });
    expect(tradeJournal({ id: "t" }, [long]).steps[0]?.summary).toHaveLength(201);
  });

  it("names what a risk limit refused and what an order was rejected for", () => {
    const { steps } = tradeJournal({ id: "t1" }, [
      at("00:00.000000", "risk_limit_hit", {
        ...about,
        data: { limit_name: "open_positions", current_value: 8, limit_value: 8 },
      }),
      at("00:01.000000", "order_rejected", about),
      at("00:02.000000", "note", { ...about, level: "ERROR", exception_type: "Timeout", exception_message: "late" }),
    ]);
    expect(steps.map(({ kind, summary }) => [kind, summary])).toEqual([
      ["risk", "open_positions 8 of 8"],
      ["reject", "no reason logged"],
      ["error", "Timeout late"],
    ]);
  });
});
