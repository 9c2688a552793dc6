import { expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";

/** A liquidation bot on a chain: connections, execution attempts, states, divergences, limits. */
const engine = () => {
  const { log, sink } = testLogger({ service: "chimera" });
  return { log: log.child({ logger: "state_engine" }), sink };
};

it("logs an event by its name with its context", () => {
  const { log, sink } = engine();
  log.info("websocket_connected", { context: { provider: "alchemy", endpoint: "wss://eth.example/v2" } });
  log.warning("high_gas_price", { context: { gas_price_gwei: "150", threshold_gwei: "100" } });
  log.error("rpc_connection_failed", { context: { provider: "quicknode", error: "timeout" } });
  log.error("unexpected_error", { error: new Error("no position"), context: { operation: "fetch_position" } });
  expect(sink.records()).toMatchObject([
    {
      level: "INFO",
      logger: "state_engine",
      message: "websocket_connected",
      data: { provider: "alchemy", endpoint: "wss://eth.example/v2" },
    },
    { level: "WARNING", message: "high_gas_price", data: { gas_price_gwei: "150", threshold_gwei: "100" } },
    { level: "ERROR", message: "rpc_connection_failed", data: { provider: "quicknode", error: "timeout" } },
    { level: "ERROR", exception_message: "no position", data: { operation: "fetch_position" } },
  ]);
  expect(sink.last()["stack_trace"]).toBeInstanceOf(Array);
  expect(sink.last()["timestamp"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
});

it("logs an execution attempt", () => {
  const { log, sink } = engine();
  log.executionAttempt({
    block_number: 12_345_678,
    protocol: "moonwell",
    borrower: "0x52908400098527886E0F7030069857D2E4169EE7",
    simulation_success: true,
    simulated_profit_usd: "120.00",
    tx_hash: "0xabc",
    status: "pending",
  });
  expect(sink.last()).toMatchObject({
    event_type: "execution_attempt",
    message: "Execution attempt on moonwell: pending, 120.00 USD expected",
    status: "pending",
    data: {
      block_number: 12_345_678,
      borrower: "0x52908400098527886E0F7030069857D2E4169EE7",
      simulated_profit_usd: "120.00",
    },
  });
});

it("logs a change of state with what caused it", () => {
  const { log, sink } = engine();
  log.stateTransition({
    from_state: "NORMAL",
    to_state: "THROTTLED",
    reason: "Inclusion rate dropped to 55%",
    metrics: { inclusion_rate: "0.55" },
  });
  expect(sink.last()).toMatchObject({
    message: "State NORMAL → THROTTLED: Inclusion rate dropped to 55%",
    data: { from_state: "NORMAL", to_state: "THROTTLED", metrics: { inclusion_rate: "0.55" } },
  });
});

it("keeps values of the chain exact", () => {
  const { log, sink } = engine();
  log.stateDivergence({
    protocol: "moonwell",
    user: "0x52908400098527886E0F7030069857D2E4169EE7",
    field: "debt_amount",
    cached_value: 1_000_000_000_000_000_000n,
    canonical_value: 1_001_500_000_000_000_000n,
    divergence_bps: 150,
    block_number: 12_345_678,
  });
  expect(sink.last()).toMatchObject({
    message: "State divergence on moonwell in debt_amount: 150 bps",
    data: { cached_value: "1000000000000000000", canonical_value: "1001500000000000000", divergence_bps: 150 },
  });
});

it("logs a limit that is near, and figures of performance", () => {
  const { log, sink } = engine();
  log.safetyViolation({
    violation_type: "max_daily_volume",
    current_value: "2450.00",
    limit_value: "2500.00",
    context: { remaining_capacity_usd: "50.00" },
  });
  log.performanceMetric({
    metrics: { inclusion_rate: "0.68", simulation_accuracy: "0.94", total_profit_usd: "8450.00" },
  });
  expect(sink.records()).toMatchObject([
    {
      event_type: "safety_violation",
      message: "Safety violation max_daily_volume: 2450.00 of 2500.00",
      data: { remaining_capacity_usd: "50.00" },
    },
    { event_type: "performance_metric", data: { metrics: { total_profit_usd: "8450.00" } } },
  ]);
});
