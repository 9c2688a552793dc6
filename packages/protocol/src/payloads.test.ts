import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { EVENT_TYPES } from "./event-types.ts";
import type { EventType } from "./event-types.ts";
import { EVENT_SCHEMAS } from "./payloads.ts";
import type { EventPayloads } from "./payloads.ts";

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });

/** The examples of the documents that asked for these events, as a call would take them. */
const EXAMPLES: { readonly [T in EventType]?: EventPayloads[T] } = {
  ai_decision: {
    model_id: "price_predictor_v1",
    input_data: { close: [1, 2] },
    prediction: 1850.45,
    confidence: 0.85,
    explanation: { rsi: 0.4 },
  },
  trade_executed: { order_id: "0x123...", execution_price: 1850.45, timestamp: new Date(0), gas_used: 150_000 },
  trade_entry: {
    symbol: "AAPL",
    side: "buy",
    quantity: 100,
    price: 150.25,
    order_id: "order_123",
    strategy: "momentum",
    risk_percent: 0.01,
    entry_reason: "breakout_above_resistance",
    technical_indicators: { rsi: 65.2, macd: 1.25, volume_ratio: 2.1 },
    market_conditions: "trending_up",
    stop_loss: 145,
    take_profit: 160,
  },
  trade_exit: {
    symbol: "AAPL",
    quantity: 100,
    price: 155.75,
    pnl: 550,
    order_id: "order_124",
    reason: "take_profit_hit",
    hold_time_minutes: 45,
  },
  health_check: { status: "healthy", response_time_ms: 125 },
  system_error: { component: "alpaca_client", endpoint: "/v2/positions", retry_count: 3 },
  entry_signal: {
    strategy: "momentum_strategy",
    symbol: "TSLA",
    price: 245.5,
    volume: 1_500_000,
    momentum_score: 0.85,
  },
  risk_limit_hit: { requested_size: 2_500, max_allowed: 900, portfolio_value: 45_000 },
  signal_generated: {
    symbol: "BTCUSDT",
    type: "LONG_ENTRY",
    entry: 50_000,
    tp: 51_000,
    sl: 49_500,
    strategy: "MockSMA",
    risk_reward: 2,
  },
  order_placed: {
    symbol: "BTCUSDT",
    order_id: "temp_12345",
    side: "BUY",
    quantity: 0.1,
    price: 50_010,
    order_type: "LIMIT",
  },
  order_filled: {
    symbol: "BTCUSDT",
    order_id: "12345",
    side: "BUY",
    quantity: "0.1",
    price: "50010.0",
    fill_time: "2025-12-18T10:30:47.234567",
  },
  position_closed: {
    symbol: "BTCUSDT",
    position_id: "pos_789",
    entry_price: 50_010,
    exit_price: 51_000,
    pnl: 99,
    pnl_percent: 1.98,
    reason: "TAKE_PROFIT",
  },
  operation_completed: { operation: "SMA calculation", duration_ms: 12.5 },
  execution_attempt: {
    timestamp: "2024-01-15T10:30:45.123456Z",
    block_number: 12_345_678,
    protocol: "moonwell",
    borrower: "0x...",
    simulation_success: true,
    simulated_profit_usd: "120.00",
    tx_hash: "0x...",
    status: "pending",
  },
  state_transition: {
    from_state: "NORMAL",
    to_state: "THROTTLED",
    reason: "Inclusion rate dropped to 55%",
    metrics: { inclusion_rate: "0.55" },
  },
  state_divergence: {
    protocol: "moonwell",
    user: "0x...",
    field: "debt_amount",
    cached_value: 1_000_000_000_000_000_000n,
    canonical_value: "1001500000000000000",
    divergence_bps: 150,
    block_number: 12_345_678,
  },
  safety_violation: {
    violation_type: "max_daily_volume",
    current_value: "2450.00",
    limit_value: "2500.00",
    remaining_capacity_usd: "50.00",
  },
  performance_metric: { metrics: { inclusion_rate: "0.68", simulation_accuracy: "0.94", total_profit_usd: "8450.00" } },
  http_request: {
    method: "GET",
    url: "http://localhost/health",
    ip_address: "127.0.0.1",
    user_agent: "curl",
    status_code: 200,
    response_time: 12.3,
  },
  telegram_interaction: {
    user_id: 7,
    username: "ann",
    first_name: "Ann",
    message_text: "/status",
    chat_id: -100,
    chat_type: "private",
  },
  bot_response: { user_id: 7, response_type: "status", response_length: 140, response_preview: "All well..." },
  trading_command: { user_id: 7, command: "buy", parameters: { symbol: "BTCUSDT" } },
  system_metrics: {
    cpu_percent: 12.5,
    cpu_count: 8,
    memory_percent: 40.1,
    memory_available_mb: 4_096,
    disk_percent: 55,
    network_bytes_sent: 123_456_789,
    network_bytes_recv: 987_654_321,
  },
};

/** As it travels: `bigint` as text, dates as RFC 3339. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? String(item) : item)));
}

describe("payload schemas", () => {
  it("exist for every event type, and are valid JSON Schema", () => {
    expect(Object.keys(EVENT_SCHEMAS).toSorted()).toEqual(Object.keys(EVENT_TYPES).toSorted());
    for (const schema of Object.values(EVENT_SCHEMAS)) expect(ajv.validateSchema(schema)).toBe(true);
    expect(new Set(Object.values(EVENT_SCHEMAS).map((schema) => schema.$id)).size).toBe(
      Object.keys(EVENT_TYPES).length,
    );
  });

  it.each(Object.entries(EXAMPLES))("of %s takes its example", (type, example) => {
    const validate = ajv.compile({ ...EVENT_SCHEMAS[type as EventType], $id: `test:${type}` });
    validate(asJson(example));
    expect(validate.errors).toBeNull();
  });

  it.each([
    ["trade_entry", { symbol: "AAPL", side: "buy", quantity: 1 }],
    ["trade_entry", { symbol: "AAPL", side: "buy", quantity: "many", price: 1 }],
    ["order_filled", { symbol: 5, side: "buy", quantity: 1, price: 1 }],
    ["state_divergence", { field: "debt", cached_value: "1", canonical_value: {} }],
    ["latency_measurement", { latency_us: 5 }],
    ["api_call", { status_code: 200.5 }],
  ] as const)("of %s refuses %j", (type, example) => {
    expect(ajv.compile({ ...EVENT_SCHEMAS[type], $id: `test:refused:${JSON.stringify(example)}` })(example)).toBe(
      false,
    );
  });

  it("allow further fields", () => {
    const call: EventPayloads["api_call"] = { endpoint: "/x", my_own: { a: 1 } };
    expect(ajv.compile({ ...EVENT_SCHEMAS.api_call, $id: "test:further" })(call)).toBe(true);
  });
});
