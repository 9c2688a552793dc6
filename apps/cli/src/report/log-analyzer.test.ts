import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LogAnalyzer } from "./log-analyzer.ts";

/** The examples that people bring along from their own systems, with the answers that they expect of them. */
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-analyzer-"));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

function log(file: string, ...events: Record<string, unknown>[]): void {
  const lines = events.map((event, at) =>
    JSON.stringify({ id: `${file}-${at}`, service: "daybot", level: "INFO", message: "", ...event }),
  );
  writeFileSync(join(dir, file), `${lines.join("\n")}\n`);
}

const at = (minute: number): string => new Date(Date.UTC(2024, 0, 15, 14, 30 + minute)).toISOString();

function tradingDay(): void {
  log(
    "trades.log",
    { timestamp: at(0), event_type: "account_balance", currency: "USD", data: { total: "100000" } },
    {
      timestamp: at(1),
      event_type: "trade_entry",
      symbol: "AAPL",
      side: "buy",
      quantity: 100,
      price: 150.25,
      order_id: "order_123",
      strategy_name: "momentum",
      risk_percent: 0.01,
      currency: "USD",
      metadata: { stop_loss: 145.0, take_profit: 160.0 },
    },
    {
      timestamp: at(46),
      event_type: "trade_exit",
      symbol: "AAPL",
      quantity: 100,
      price: 155.75,
      pnl: 550.0,
      order_id: "order_124",
      reason: "take_profit_hit",
      currency: "USD",
      metadata: { hold_time_minutes: 45 },
    },
  );
  log(
    "system.log",
    {
      timestamp: at(2),
      event_type: "health_check",
      message: "System health check completed",
      metadata: { status: "healthy", response_time_ms: 125 },
    },
    {
      timestamp: at(3),
      level: "ERROR",
      logger: "alpaca_client",
      event_type: "api_error",
      message: "API connection failed",
      metadata: { endpoint: "/v2/positions", retry_count: 3 },
    },
    {
      timestamp: at(4),
      level: "WARNING",
      event_type: "risk_limit_hit",
      message: "Position size limit exceeded for TSLA",
      symbol: "TSLA",
      metadata: { requested_size: 5000, max_allowed: 2000, portfolio_value: 100000 },
    },
    {
      timestamp: at(5),
      event_type: "api_call",
      metadata: { endpoint: "/v2/orders", response_time_ms: 1250, status_code: 200 },
    },
  );
}

describe("a day of DayBot", () => {
  beforeEach(tradingDay);

  it("get_trading_metrics(start, end): trades, win rate, P&L, Sharpe", async () => {
    const analyzer = new LogAnalyzer(dir);
    const metrics = await analyzer.getTradingMetrics(new Date("2024-01-01"), new Date("2024-01-31"));
    expect(metrics.trades).toMatchObject({ trades: 1, wins: 1, losses: 0, pnl: "550", win_rate: { value: 1 } });
    expect(metrics.currency).toBe("USD");
    expect(metrics.returns.total_return.value).toBeCloseTo(0.0055, 12);
    // One day of trading in thirty: the others are days without a result.
    expect(metrics.days).toHaveLength(16);
    expect(metrics.returns.sharpe.value).toBeGreaterThan(0);
    expect(metrics.by_symbol).toMatchObject([{ key: "AAPL", trades: 1, pnl: "550" }]);
    expect(metrics.by_strategy).toMatchObject([{ key: "momentum", trades: 1 }]);
    expect(metrics.trade_list).toMatchObject([
      {
        symbol: "AAPL",
        side: "long",
        entry_price: "150.25",
        exit_price: "155.75",
        exit_reason: "take_profit_hit",
        duration_ms: 45 * 60_000,
        order_ids: ["order_123", "order_124"],
      },
    ]);
  });

  it("generate_daily_report(): everything of a day", async () => {
    const report = await new LogAnalyzer(dir).generateDailyReport("2024-01-15");
    expect(report.performance.trades).toMatchObject({ trades: 1, pnl: "550" });
    expect(report.risk.limit_hits).toBe(1);
    expect(report.system.errors.errors).toBe(1);
    expect(report.period).toEqual({ start: "2024-01-15T00:00:00.000000Z", end: "2024-01-16T00:00:00.000000Z" });
  });

  it("get_error_summary() and get_system_metrics(): what the monitoring script asks", async () => {
    const analyzer = new LogAnalyzer(dir);
    const errors = await analyzer.getErrorSummary(at(0), at(60));
    expect(errors.total_errors).toBe(1);
    expect(errors.by_source).toMatchObject([{ service: "daybot", logger: "alpaca_client", errors: 1 }]);
    const { system } = await analyzer.getSystemMetrics(at(0), at(60));
    expect(system.api.latency_ms.p50.value).toBeGreaterThan(1_000);
    expect(system.uptime).toBeDefined();
  });

  it("export to CSV of some event types: the events, oldest first", async () => {
    const events = await new LogAnalyzer(dir).events(["trade_entry", "trade_exit"], "2024-01-01", "2024-01-31");
    expect(events.map(({ event_type, order_id }) => [event_type, order_id])).toEqual([
      ["trade_entry", "order_123"],
      ["trade_exit", "order_124"],
    ]);
  });

  it("a day without trades is an empty report", async () => {
    const report = await new LogAnalyzer(dir).generateDailyReport("2024-01-16");
    expect(report.performance.trades.trades).toBe(0);
    expect(report.performance.trades.win_rate).toEqual({ value: null, reason: "no trades" });
    expect(report.system.events).toBe(0);
  });

  it.each([
    [{ date: "2024-13-01" }, /no day/],
    [{ date: "2199-01-01" }, /has not begun/],
    [{ start: "2024-02-01", end: "2024-01-01" }, /exchange them/],
    [{ time_zone: "Wall/Street" }, /no time zone/],
  ])("%j is refused", async (request, message) => {
    await expect(new LogAnalyzer(dir).performance(request)).rejects.toThrow(message);
  });
});

describe("AI decisions and executions on a chain", () => {
  it("generate_performance_report('1d'): model, gas, success rate", async () => {
    log(
      "audit.log",
      {
        timestamp: at(1),
        event_type: "ai_decision",
        level: "AI_DECISION",
        symbol: "ETHUSDT",
        trade_id: "t1",
        data: {
          model_id: "price_predictor_v1",
          prediction: 1850.45,
          confidence: 0.85,
          explanation: { rsi: 0.4, volume: -0.1 },
        },
      },
      {
        timestamp: at(2),
        event_type: "trade_entry",
        symbol: "ETHUSDT",
        trade_id: "t1",
        side: "buy",
        quantity: "1",
        price: "1850.45",
      },
      {
        timestamp: at(3),
        event_type: "trade_executed",
        symbol: "ETHUSDT",
        order_id: "0x123",
        execution_price: "1850.45",
        status: "success",
        data: { gas_used: 150000 },
      },
      {
        timestamp: at(4),
        event_type: "trade_executed",
        symbol: "ETHUSDT",
        order_id: "0x124",
        status: "failed",
        data: {},
      },
      {
        timestamp: at(9),
        event_type: "trade_exit",
        symbol: "ETHUSDT",
        trade_id: "t1",
        quantity: "1",
        price: "1860.45",
        pnl: "10",
      },
    );
    const report = await new LogAnalyzer(dir).daily({ date: "2024-01-15" });
    expect(report.performance.trades).toMatchObject({ trades: 1, pnl: "10" });
    expect(report.models.models).toHaveLength(1);
    expect(report.models.models[0]).toMatchObject({ decisions: 1 });
    expect(report.execution.trade_success).toBeDefined();
    expect(JSON.stringify(report.execution.gas)).toContain("150000");
  });
});
