import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { ExecutionQuality } from "./execution-quality.ts";
import { ModelQuality } from "./model-quality.ts";
import { NoTrade } from "./no-trade.ts";
import { RiskMetrics } from "./risk-metrics.ts";
import { SystemMetrics } from "./system-metrics.ts";

/** What bots log that know neither trade ids nor placements of orders: few figures, each with its reason. */
function at(time: string, event_type: string, fields: Partial<TradingEvent> = {}): TradingEvent {
  return { timestamp: `2024-01-15T${time}.000000Z`, event_type, level: "INFO", ...fields };
}

const equities = [
  at("10:30:00", "entry_signal", {
    symbol: "TSLA",
    strategy: "momentum_strategy",
    data: { price: 245.5, volume: 1_500_000, momentum_score: 0.85 },
  }),
  at("10:30:45", "trade_entry", {
    symbol: "AAPL",
    side: "buy",
    quantity: "100",
    price: "150.25",
    order_id: "order_123",
    strategy: "momentum",
    data: { risk_percent: 0.01, stop_loss: 145, take_profit: 160 },
  }),
  at("10:40:00", "health_check", { data: { status: "healthy", response_time_ms: 125 } }),
  at("10:50:00", "system_error", {
    level: "ERROR",
    service: "alpaca_client",
    message: "API connection failed",
    data: { endpoint: "/v2/positions", retry_count: 3 },
  }),
  at("11:15:45", "trade_exit", {
    symbol: "AAPL",
    quantity: "100",
    price: "155.75",
    pnl: "550.00",
    order_id: "order_124",
    data: { reason: "take_profit_hit", hold_time_minutes: 45 },
  }),
];

describe("a bot that logs entries and exits", () => {
  it("has a signal that was not traded, and no reason for it", () => {
    const noTrade = new NoTrade();
    for (const event of equities) noTrade.add(event);
    const { signals, traded, rows } = noTrade.finish();
    expect([signals, traded]).toEqual([1, 0]);
    expect(rows).toMatchObject([{ symbol: "TSLA", strategy: "momentum_strategy", reason: "no_reason_logged" }]);
  });

  it("has health and errors, and says why there is no slippage", () => {
    const [system, execution, risk] = [new SystemMetrics(), new ExecutionQuality(), new RiskMetrics()];
    for (const event of equities) for (const accumulator of [system, execution, risk]) accumulator.add(event);
    expect(system.result.uptime.healthy_share).toEqual({ value: 1 });
    expect(system.result.errors.by_fingerprint).toMatchObject([{ pattern: "API connection failed", errors: 1 }]);
    const { slippage, orders } = execution.finish();
    expect(slippage.bps.mean).toEqual({ value: null, reason: "no filled order has an arrival price" });
    expect(orders.fill_ratio.reason).toBe("no orders");
    expect(risk.result.limit_hits).toBe(0);
  });
});

describe("a bot that logs decisions of a model and transactions", () => {
  const events = [
    at("10:30:00", "ai_decision", {
      data: { model_id: "price_predictor_v1", prediction: 1850.45, confidence: 0.85, explanation: { momentum: 0.3 } },
    }),
    at("10:30:01", "trade_executed", { order_id: "0x123", price: "1850.45", data: { gas_used: 150_000 } }),
    at("10:31:00", "trade_executed", { order_id: "0x124", status: "failed" }),
    at("10:32:00", "system_metrics", {
      data: { cpu_usage: 41.5, memory_usage: 62, api_latency: 230, trade_success_rate: 0.5 },
    }),
  ];

  it("has a success rate, gas, and the model's features", () => {
    const [execution, models, system] = [new ExecutionQuality(), new ModelQuality(), new SystemMetrics()];
    for (const event of events) for (const accumulator of [execution, models, system]) accumulator.add(event);
    const { trade_success, gas } = execution.finish();
    expect(trade_success).toMatchObject({ succeeded: 1, failed: 1, success_rate: { value: 0.5 } });
    expect(gas).toMatchObject({ gas_used: "150000", trades_without_price: 1, paid_gwei_per_trade: { value: null } });
    expect(models.result.models).toMatchObject([
      { model_id: "price_predictor_v1", explained: 1, features: [{ feature: "momentum", mean_absolute: 0.3 }] },
    ]);
    expect(system.result.resources.map(({ metric }) => metric)).toEqual([
      "api_latency",
      "cpu_usage",
      "memory_usage",
      "trade_success_rate",
    ]);
  });
});
