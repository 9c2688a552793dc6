import { expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";

/** A trading bot of several services with a chat interface: requests, interactions, metrics, clean-up. */
it("has the levels between the usual ones", () => {
  const { log, sink } = testLogger();
  log.tradeExecuted({ message: "Trade executed", symbol: "BTCUSDT", side: "BUY", quantity: 1, price: 1 });
  log.signalReceived({ message: "Signal received", symbol: "BTCUSDT" });
  log.aiDecision({ message: "Hold", model_id: "m" });
  log.riskAlert({ message: "Drawdown" });
  expect(sink.records().map(({ level, event_type: type }) => [level, type])).toEqual([
    ["TRADE_EXECUTED", "trade_executed"],
    ["SIGNAL_RECEIVED", "signal_received"],
    ["AI_DECISION", "ai_decision"],
    ["RISK_ALERT", "risk_alert"],
  ]);
});

it("carries the request through everything that it causes", async () => {
  const { log, sink } = testLogger();
  await log.withContext({ request_id: "req-1" }, async () => {
    log.info("Request started", { method: "GET", url: "/trade", client_ip: "10.0.0.7", user_agent: "curl/8" });
    await Promise.resolve();
    log.info("Request completed", { status_code: 200, response_time: 12.5 });
    log.error("Request failed", new TypeError("no balance"));
  });
  expect(sink.records()).toMatchObject([
    { request_id: "req-1", ip_address: "10.0.0.7", user_agent: "curl/8", data: { method: "GET", url: "/trade" } },
    { request_id: "req-1", data: { status_code: 200, response_time: 12.5 } },
    { request_id: "req-1", exception_type: "TypeError", exception_message: "no balance" },
  ]);
});

it("logs who talked to the bot and what it answered", () => {
  const { log, sink } = testLogger();
  const chat = log.child({ user_id: 7, session_id: "tg_7_1700000000" });
  chat.telegramInteraction({
    username: "ann",
    first_name: "Ann",
    message_text: "/balance",
    chat_id: 7,
    chat_type: "private",
  });
  chat.botResponse({ response_type: "balance", response_length: 120, response_preview: "Your balance is …" });
  chat.tradingCommand({
    level: "AI_DECISION",
    message: "Trading command received",
    command: "buy",
    parameters: { symbol: "BTCUSDT", amount: "0.1" },
  });
  expect(sink.records()).toMatchObject([
    { event_type: "telegram_interaction", user_id: "7", session_id: "tg_7_1700000000", data: { username: "ann" } },
    { event_type: "bot_response", data: { response_length: 120 } },
    { event_type: "trading_command", level: "AI_DECISION", data: { parameters: { symbol: "BTCUSDT", amount: "0.1" } } },
  ]);
});

it("logs the machine's figures, and warns by the program's own thresholds", () => {
  const { log, sink } = testLogger();
  log.systemMetrics({ message: "System metrics collected", cpu_percent: 91, memory_percent: 40, disk_percent: 95 });
  log.warning("High CPU usage detected", { cpu_percent: 91, threshold: 80 });
  log.critical("High disk usage detected", { disk_percent: 95, threshold: 90 });
  log.info("Cleaned up old DEBUG logs", { level: "DEBUG", deleted_count: 12, cutoff_date: "2024-01-08T00:00:00" });
  expect(sink.records()).toMatchObject([
    { event_type: "system_metrics", data: { cpu_percent: 91, disk_percent: 95 } },
    { level: "WARNING", data: { threshold: 80 } },
    { level: "CRITICAL", data: { disk_percent: 95 } },
    // A field that is called like one of the record's own does not replace it.
    { level: "INFO", data: { level: "DEBUG", deleted_count: 12 } },
  ]);
});

it("shows no secrets and no card numbers to anybody", () => {
  const { log, sink } = testLogger();
  log.info("Login with password=hunter2", {
    api_key: "abcdef0123456789",
    headers: { Authorization: "Bearer abcdef0123456789abcdef" },
    note: "paid by card 4111 1111 1111 1111",
    order_id: "4111111111111111",
  });
  expect(sink.lines[0]).not.toMatch(/hunter2|abcdef0123456789|4111 1111/);
  expect(sink.last()["order_id"]).toBe("4111111111111111");
});
