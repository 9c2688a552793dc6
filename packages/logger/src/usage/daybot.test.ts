import { expect, it } from "vitest";
import { createLogger } from "../core/create-logger.ts";
import { closeLogging, getLogger, initLogging } from "../core/default-logger.ts";
import { memorySink } from "../test-support/memory-sink.ts";
import { testLogger } from "../test-support/test-logger.ts";

/** A day-trading server with an audit log: entries and exits, signals, risk checks, health, errors. */
const audit = () => testLogger({ sessionId: "trading_session_001", environment: "production" });

it("logs an entry with its plan, and an exit with its result", () => {
  const { log, sink } = audit();
  log.tradeEntry({
    symbol: "AAPL",
    side: "buy",
    quantity: 100,
    price: 150.25,
    order_id: "order_123",
    strategy_name: "momentum",
    risk_percent: 0.01,
    metadata: { stop_loss: 145.0, take_profit: 160.0 },
  });
  log.tradeExit({
    symbol: "AAPL",
    quantity: 100,
    price: 155.75,
    pnl: 550.0,
    order_id: "order_124",
    reason: "take_profit_hit",
    metadata: { hold_time_minutes: 45 },
  });
  const [entry, exit] = sink.records();
  expect(entry).toMatchObject({
    level: "TRADE_EXECUTED",
    event_type: "trade_entry",
    message: "Entered buy 100 AAPL @ 150.25",
    session_id: "trading_session_001",
    environment: "production",
    symbol: "AAPL",
    side: "buy",
    quantity: 100,
    price: 150.25,
    order_id: "order_123",
    strategy: "momentum",
    data: { risk_percent: 0.01, stop_loss: 145, take_profit: 160 },
  });
  expect(exit).toMatchObject({
    event_type: "trade_exit",
    message: "Exited 100 AAPL @ 155.75, P&L 550 (take_profit_hit)",
    pnl: 550,
    data: { reason: "take_profit_hit", hold_time_minutes: 45 },
  });
});

it("keeps rich context as it was given", () => {
  const { log, sink } = audit();
  const metadata = {
    entry_reason: "breakout_above_resistance",
    technical_indicators: { rsi: 65.2, macd: 1.25, volume_ratio: 2.1 },
    market_conditions: "trending_up",
  };
  log.tradeEntry({ symbol: "AAPL", side: "buy", quantity: 100, price: 150.25, strategy: "momentum", metadata });
  expect(sink.last()["data"]).toEqual(metadata);
});

it("logs system events, and errors with where they came from", () => {
  const { log, sink } = audit();
  log.healthCheck({ message: "System health check completed", metadata: { status: "healthy", response_time_ms: 125 } });
  log.child({ logger: "alpaca_client" }).error("API connection failed", {
    error: new Error("connect ETIMEDOUT"),
    metadata: { endpoint: "/v2/positions", retry_count: 3 },
  });
  const [health, error] = sink.records();
  expect(health).toMatchObject({
    level: "INFO",
    event_type: "health_check",
    message: "System health check completed",
    data: { status: "healthy", response_time_ms: 125 },
  });
  expect(error).toMatchObject({
    level: "ERROR",
    logger: "alpaca_client",
    exception_type: "Error",
    exception_message: "connect ETIMEDOUT",
    data: { endpoint: "/v2/positions", retry_count: 3 },
  });
});

it("logs strategy and risk decisions", () => {
  const { log, sink } = audit();
  log.entrySignal({
    message: "Momentum breakout signal detected",
    strategy: "momentum_strategy",
    symbol: "TSLA",
    metadata: { price: 245.5, volume: 1_500_000, momentum_score: 0.85 },
  });
  log.riskLimitHit({
    message: "Position size limit exceeded for TSLA",
    metadata: { requested_size: 25_000, max_allowed: 20_000, portfolio_value: 1_000_000 },
  });
  log.portfolioHeatWarning({ message: "High portfolio heat" });
  log.apiCall({ level: "DEBUG", message: "API call details" });
  expect(sink.records()).toMatchObject([
    { event_type: "entry_signal", strategy: "momentum_strategy", symbol: "TSLA", data: { momentum_score: 0.85 } },
    { event_type: "risk_limit_hit", data: { requested_size: 25_000, max_allowed: 20_000 } },
    { event_type: "portfolio_heat_warning", level: "WARNING", message: "High portfolio heat" },
    { event_type: "api_call", level: "DEBUG", message: "API call details" },
  ]);
});

it("says what to do when the logger was not initialised", async () => {
  expect(() => getLogger()).toThrow(/call initLogging\(\{ service: "my-bot" \}\) at the start/);
  const sink = memorySink();
  initLogging({ service: "daybot", sinks: [sink], env: {}, flushAtExit: false });
  getLogger("my_strategy").info("ready");
  expect(sink.last()).toMatchObject({ service: "daybot", logger: "my_strategy" });
  await closeLogging();
});

it("has a minimum level for each destination", () => {
  const [console, file] = [memorySink("WARNING"), memorySink("DEBUG")];
  const log = createLogger({ service: "daybot", level: "DEBUG", sinks: [console, file], env: {}, flushAtExit: false });
  log.debug("detail");
  log.warning("look");
  expect([console.lines.length, file.lines.length]).toEqual([1, 2]);
});
