import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { NoTrade } from "./no-trade.ts";
import type { NoTradeResult } from "./no-trade.ts";

let next = 0;
function at(time: string, event_type: string, fields: Partial<TradingEvent> = {}): TradingEvent {
  return { timestamp: `2026-11-21T${time}.000000Z`, event_type, id: `e${next++}`, ...fields };
}

/** The last event is an hour later, so that no signal is too new to be judged. */
function run(events: readonly TradingEvent[]): NoTradeResult {
  const noTrade = new NoTrade();
  for (const event of [...events, at("23:00:00", "heartbeat")]) noTrade.add(event);
  return noTrade.finish();
}

/** Reason and detail of a signal, after which these events come, with the ids of its trade and request. */
function why(...events: readonly [type: string, fields?: Partial<TradingEvent>][]): string[] {
  const about = { symbol: "BTC/USDT", strategy: "alpha", trade_id: "t", request_id: "r" };
  const signal = at("08:00:00", "entry_signal", about);
  const after = events.map(([type, fields], number) => at(`08:00:0${number + 1}`, type, { ...about, ...fields }));
  const { rows, not_traded, signals } = run([signal, ...after]);
  expect([signals, rows.length]).toEqual([1, not_traded]);
  return rows.map(({ reason, detail }) => (detail === "" ? reason : `${reason}: ${detail}`));
}

describe("why a signal did not become a trade", () => {
  it.each<[string, [string, Partial<TradingEvent>?][]]>([
    [
      "model_hold: confidence 0.41 below 0.58",
      [["ai_decision", { data: { decision: "hold", confidence: 0.41, threshold: 0.58 } }]],
    ],
    [
      "risk_limit: open_positions: 8 of 8",
      [
        ["ai_decision", { data: { decision: "buy" } }],
        ["risk_limit_hit", { data: { limit_name: "open_positions", current_value: "8", limit_value: "8" } }],
      ],
    ],
    ["position_open: positions_per_symbol", [["risk_limit_hit", { data: { limit_name: "positions_per_symbol" } }]]],
    ["position_size_zero: minimum_order_size", [["risk_limit_hit", { data: { limit_name: "minimum_order_size" } }]]],
    [
      "daily_loss: daily_loss: 3001 of 3000",
      [["daily_loss_limit", { data: { current_loss: 3001, limit_value: 3000 } }]],
    ],
    ["position_size_zero", [["position_size_calculated", { quantity: "0" }]]],
    [
      "order_rejected: insufficient margin",
      [
        ["order_placed", { order_id: "o" }],
        ["order_rejected", { order_id: "o", data: { reason: "insufficient margin" } }],
        ["trade_cancelled", { data: { reason: "insufficient margin" } }],
      ],
    ],
    ["market_closed: Market is closed", [["order_rejected", { data: { reason: "Market is closed" } }]]],
    ["order_cancelled: time limit", [["order_cancelled", { data: { reason: "time limit" } }]]],
    ["order_unfilled", [["order_placed", { order_id: "o" }], ["order_accepted"]]],
    [
      "timeout: connect ETIMEDOUT",
      [
        ["order_placed", { order_id: "o" }],
        ["api_error", { order_id: "o", exception_message: "connect ETIMEDOUT" }],
        ["operation_failed", { exception_message: "failed after 3 attempts" }],
        ["trade_cancelled", { data: { reason: "exchange unreachable" } }],
      ],
    ],
    ["api_error: bad gateway", [["api_error", { message: "bad gateway" }]]],
    ["rate_limit", [["rate_limit"]]],
    ["cooldown: cooldown of 25 s", [["signal_skipped", { data: { reason: "cooldown of 25 s" } }]]],
    ["skipped: not today", [["entry_blocked", { data: { reason: "not today" } }]]],
    ["no_reason_logged", [["ai_decision", { data: { decision: "buy" } }]]],
  ])("%s", (expected, events) => {
    expect(why(...events)).toEqual([expected]);
  });

  it("is asked of no signal that was traded, however long the way was", () => {
    const buy = { order_id: "o", side: "buy", quantity: "1", price: "1" };
    expect(
      why(["order_placed", buy], ["api_error", buy], ["order_filled", buy], ["risk_limit_hit"], ["ai_decision"]),
    ).toEqual([]);
    expect(why(["trade_entry", buy], ["order_rejected", { order_id: "exit" }])).toEqual([]);
    expect(why(["trade_executed", { status: "failed", data: { reason: "reverted" } }])).toEqual(["no_reason_logged"]);
  });

  it("finds events of the order only, and the request's when they name no symbol", () => {
    const signal = at("08:00:00", "entry_signal", { symbol: "A", request_id: "r" });
    const other = at("08:00:00", "entry_signal", { symbol: "B", request_id: "r" });
    const { rows } = run([
      signal,
      other,
      at("08:00:01", "order_placed", { symbol: "A", request_id: "r", order_id: "o" }),
      at("08:00:02", "rate_limit", { order_id: "o" }),
      at("08:00:03", "risk_limit_hit", { symbol: "B", request_id: "r", data: { limit_name: "exposure" } }),
    ]);
    expect(rows.map(({ symbol, reason }) => [symbol, reason])).toEqual([
      ["A", "rate_limit"],
      ["B", "risk_limit"],
    ]);
  });

  it("falls back to symbol and strategy within five minutes", () => {
    const tesla = { symbol: "TSLA", strategy: "momentum" };
    const { rows, signals, traded } = run([
      at("08:00:00", "entry_signal", tesla),
      at("08:00:01", "trade_entry", { ...tesla, quantity: "1", price: "245.5", order_id: "o" }),
      at("09:00:00", "signal_generated", { symbol: "AAPL" }),
      at("09:00:01", "risk_limit_hit", { symbol: "AAPL", data: { requested_size: 3000, max_allowed: 2000 } }),
      at("10:00:00", "strategy_signal", { symbol: "MSFT" }),
      at("10:05:01", "risk_limit_hit", { symbol: "MSFT" }),
    ]);
    expect([signals, traded]).toEqual([3, 1]);
    expect(rows.map(({ reason, detail }) => [reason, detail])).toEqual([
      ["risk_limit", "position_size: 3000 of 2000"],
      ["no_reason_logged", ""],
    ]);
  });

  it("is a closed market when nothing else was logged", () => {
    const { rows } = run([
      at("08:00:00", "market_status", { exchange: "nyse", data: { is_open: false } }),
      at("08:00:01", "entry_signal", { symbol: "A", exchange: "nyse" }),
      at("08:00:02", "entry_signal", { symbol: "B", exchange: "binance" }),
      at("08:00:03", "market_status", { exchange: "nyse", status: "open" }),
      at("08:00:04", "entry_signal", { symbol: "C", exchange: "nyse" }),
    ]);
    expect(rows.map(({ reason }) => reason)).toEqual(["market_closed", "no_reason_logged", "no_reason_logged"]);
  });
});

describe("the totals", () => {
  it("count decisions without a signal, and each signal once", () => {
    const hold = (confidence: number) => ({ data: { decision: "hold", confidence } });
    const repeated = at("08:00:00", "entry_signal", { symbol: "A", strategy: "s", trade_id: "t1" });
    const result = run([
      repeated,
      repeated,
      at("08:00:01", "signal_received", { symbol: "A", strategy: "s", trade_id: "t1" }),
      at("08:00:02", "ai_decision", { symbol: "A", strategy: "s", trade_id: "t1", ...hold(0.4) }),
      at("08:00:03", "ai_decision", { symbol: "B", strategy: "s", trade_id: "t2", ...hold(0.3) }),
    ]);
    expect(result).toMatchObject({ signals: 2, traded: 0, not_traded: 2, undecided: 0 });
    expect(result.by_reason).toEqual([
      { reason: "model_hold", count: 2, details: [{ name: "confidence <number>", count: 2 }] },
    ]);
    expect(result.by_strategy).toEqual([{ name: "s", count: 2 }]);
    expect(result.left_out.repeated_events).toBe(1);
    expect(result.rows[0]).toMatchObject({ signal_id: repeated.id, trade_id: "t1", had_order: false });
  });

  it("leave the newest signals undecided", () => {
    const noTrade = new NoTrade();
    noTrade.add(at("08:00:00", "entry_signal", { symbol: "A" }));
    noTrade.add(at("08:04:59", "heartbeat"));
    expect(noTrade.finish()).toMatchObject({ signals: 1, undecided: 1, not_traded: 0, traded: 0 });
  });

  it("stay bounded", () => {
    const events = Array.from({ length: 60_000 }, (_, number) =>
      at("08:00:00", "entry_signal", { symbol: `S${number}`, strategy: `${number}`, trade_id: `t${number}` }),
    );
    const { rows, left_out, not_traded, undecided } = run(events);
    expect(not_traded + undecided).toBe(60_000);
    expect([rows.length, left_out.settled_early]).toEqual([100, 10_000]);
  });
});
