import { describe, expect, it } from "vitest";
import {
  CATEGORIES,
  EVENT_TYPES,
  RETENTION_DAYS,
  canonicalEventType,
  categoryOf,
  defaultLevelOf,
  isEventType,
  retentionClassOf,
} from "./event-types.ts";
import { LEVELS, isLevel } from "./levels.ts";

const BY_CATEGORY = {
  account: "account_balance deposit withdrawal funding_payment position_snapshot price",
  trade:
    "trade_entry trade_exit trade_partial_exit stop_loss_hit take_profit_hit trade_cancelled position_adjusted position_closed signal_generated order_placed order_accepted order_partially_filled order_filled order_cancelled order_rejected trade_executed",
  execution: "execution_attempt state_transition state_divergence safety_violation transaction_failed",
  strategy: "strategy_signal symbol_scan entry_signal exit_signal signal_received",
  decision: "ai_decision",
  risk: "risk_limit_hit position_size_calculated daily_loss_limit portfolio_heat_warning risk_alert",
  system: "system_start system_stop system_error health_check market_status system_metrics heartbeat config_changed",
  api: "api_call api_error rate_limit http_request",
  performance: "performance_metric latency_measurement operation_completed operation_failed",
  bot: "telegram_interaction bot_response trading_command",
  access: "login access_denied record_read export erasure retention_applied legal_hold",
  daybook: "gap_detected logs_dropped redaction alert_fired alert_resolved checkpoint_anchored",
} as const;

describe("event types", () => {
  it.each(Object.entries(BY_CATEGORY))("%s has its types", (category, types) => {
    expect(types.split(" ").map(categoryOf)).toEqual(types.split(" ").map(() => category));
  });

  it("have a category and a level that exist, and snake_case names", () => {
    for (const [type, definition] of Object.entries(EVENT_TYPES)) {
      expect(CATEGORIES).toContain(definition.category);
      expect(isLevel(definition.level)).toBe(true);
      expect(type).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
      expect(isEventType(type)).toBe(true);
    }
  });

  it("leave own names alone", () => {
    expect([
      categoryOf("market_data"),
      defaultLevelOf("market_data"),
      isEventType("toString"),
      categoryOf("__proto__"),
    ]).toEqual(["custom", "INFO", false, "custom"]);
  });

  it("are recognised in other spellings", () => {
    expect(
      ["ORDER_FILLED", "orderFilled", "order-filled", "Order Filled", "order.filled"].map(canonicalEventType),
    ).toEqual(Array.from({ length: 5 }, () => "order_filled"));
    expect(["OrderFilledEvent", "ORDERFILLED", "x"].map(canonicalEventType)).toEqual([
      "OrderFilledEvent",
      "ORDERFILLED",
      "x",
    ]);
  });

  it("keep their spelling memory bounded and right", () => {
    for (let i = 0; i < 25_000; i++) canonicalEventType(`OWN_${i}`);
    expect([canonicalEventType("OWN_1"), canonicalEventType("ORDER_FILLED")]).toEqual(["OWN_1", "order_filled"]);
  });
});

describe("retention", () => {
  it("of own and system types follows the level", () => {
    const classes = Object.fromEntries(LEVELS.map((level) => [level, retentionClassOf("log", level)]));
    expect(classes).toEqual({
      DEBUG: "debug",
      INFO: "info",
      SIGNAL_RECEIVED: "trade",
      AI_DECISION: "trade",
      TRADE_EXECUTED: "trade",
      WARNING: "warning",
      RISK_ALERT: "trade",
      ERROR: "error",
      CRITICAL: "error",
    });
    expect(retentionClassOf("system_error", "ERROR")).toBe("error");
  });

  it.each([
    "trade_entry",
    "order_filled",
    "execution_attempt",
    "ai_decision",
    "risk_limit_hit",
    "login",
    "account_balance",
    "entry_signal",
  ])("of %s is three years whatever its level", (type) => {
    expect(new Set(LEVELS.map((level) => retentionClassOf(type, level)))).toEqual(new Set(["trade"]));
    expect(RETENTION_DAYS.trade).toBe(1_095);
  });

  it.each(["config_changed", "view_saved", "legal_hold", "erasure", "silence_created", "alert_acknowledged"])(
    "of %s is for ever",
    (type) => {
      expect(retentionClassOf(type, "DEBUG")).toBe("forever");
      expect(RETENTION_DAYS.forever).toBeNull();
    },
  );

  it("of market data follows the level", () => {
    expect([retentionClassOf("price", "DEBUG"), retentionClassOf("symbol_scan", "INFO")]).toEqual(["debug", "info"]);
  });
});
