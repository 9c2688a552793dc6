import { describe, expect, it } from "vitest";
import { createLogger } from "./create-logger.ts";
import { memorySink } from "../test-support/memory-sink.ts";
import { START_US, testLogger } from "../test-support/test-logger.ts";

describe("a plain call", () => {
  it("writes a record with everything that a reader needs", () => {
    const { log, sink } = testLogger();
    const id = log.info("Connected", { exchange: "kraken", attempt: 2 });
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(sink.last()).toMatchObject({
      level: "INFO",
      service: "trading-engine",
      event_type: "log",
      message: "Connected",
      id,
      environment: "test",
      session_id: "s_test",
      exchange: "kraken",
      data: { attempt: 2 },
      pid: process.pid,
    });
    expect(sink.last()["timestamp"]).toMatch(/^2026-11-21T09:00:00\.\d{6}Z$/);
  });

  it("has one method for each level of the field", () => {
    const { log, sink } = testLogger();
    log.debug("a");
    log.info("b");
    log.warning("c");
    log.warn("d");
    log.error("e");
    log.critical("f");
    log.log("RISK_ALERT", "g");
    expect(sink.records().map((record) => record["level"])).toEqual([
      "DEBUG",
      "INFO",
      "WARNING",
      "WARNING",
      "ERROR",
      "CRITICAL",
      "RISK_ALERT",
    ]);
  });

  it("takes an error in the place of the message or of the fields", () => {
    const { log, sink } = testLogger();
    log.error(new TypeError("no price"));
    log.error("Sizing failed", new RangeError("too large"));
    const [first, second] = sink.records();
    expect(first).toMatchObject({ message: "no price", exception_type: "TypeError", exception_message: "no price" });
    expect(second).toMatchObject({ message: "Sizing failed", exception_type: "RangeError" });
  });
});

describe("levels", () => {
  it("lets nothing below the minimum through and returns no id for it", () => {
    const { log, sink } = testLogger({ level: "WARNING" });
    expect(log.info("no")).toBe("");
    expect(log.heartbeat()).toBe("");
    expect(log.orderPlaced({ symbol: "BTCUSDT", side: "buy", quantity: 1 })).toBe("");
    expect(log.warning("yes")).not.toBe("");
    expect(log.riskAlert({ reason: "yes" })).not.toBe("");
    expect(sink.lines).toHaveLength(2);
    expect([log.isEnabled("INFO"), log.isEnabled("ERROR")]).toEqual([false, true]);
  });

  it("has a minimum for each logger name, the longest name deciding", () => {
    const { log, sink } = testLogger({ level: "ERROR", levels: { trading: "WARNING", "trading.signals": "debug" } });
    log.child({ logger: "trading" }).info("no");
    log.child({ logger: "trading.orders" }).warning("yes 1");
    log.child({ logger: "trading.signals.ma" }).debug("yes 2");
    log.child({ logger: "tradingview" }).warning("no");
    expect(sink.records().map((record) => record["message"])).toEqual(["yes 1", "yes 2"]);
  });

  it("has a minimum for each sink", () => {
    const all = memorySink();
    const errors = memorySink("ERROR");
    const { log } = testLogger({ sinks: [all, errors] });
    log.info("a");
    log.error("b");
    expect([all.lines.length, errors.lines.length]).toEqual([2, 1]);
  });

  it("is silent without sinks", () => {
    const { log } = testLogger({ sinks: [] });
    expect(log.critical("nobody listens")).toBe("");
  });
});

describe("typed calls", () => {
  it("puts known fields on top and the rest into data", () => {
    const { log, sink } = testLogger();
    log.tradeEntry({
      symbol: "AAPL",
      side: "buy",
      quantity: 100,
      price: "150.25",
      order_id: "order_123",
      strategy_name: "momentum",
      risk_percent: 0.01,
      metadata: { stop_loss: 145.0, take_profit: 160.0 },
    });
    expect(sink.last()).toMatchObject({
      level: "TRADE_EXECUTED",
      event_type: "trade_entry",
      message: "Entered buy 100 AAPL @ 150.25",
      symbol: "AAPL",
      quantity: 100,
      price: 150.25,
      order_id: "order_123",
      strategy: "momentum",
      data: { risk_percent: 0.01, stop_loss: 145, take_profit: 160 },
    });
    expect(sink.kinds.at(-1)).toMatchObject({ category: "trade", audited: true });
  });

  it("keeps 256-bit integers exact", () => {
    const { log, sink } = testLogger();
    const canonical = 2n ** 256n - 1n;
    log.stateDivergence({
      protocol: "moonwell",
      field: "debt_amount",
      cached_value: 10n ** 18n,
      canonical_value: canonical,
    });
    expect(sink.last()["data"]).toMatchObject({
      cached_value: "1000000000000000000",
      canonical_value: canonical.toString(),
    });
  });

  it("takes another message and another level", () => {
    const { log, sink } = testLogger();
    log.apiCall({ message: "Positions read", level: "DEBUG", endpoint: "/v2/positions" });
    expect(sink.last()).toMatchObject({
      level: "DEBUG",
      message: "Positions read",
      event_type: "api_call",
      data: { endpoint: "/v2/positions" },
    });
  });

  it("logs any action as a trade", () => {
    const { log, sink } = testLogger();
    log.logTrade("SIGNAL_GENERATED", { symbol: "BTCUSDT", type: "LONG_ENTRY", entry: 50000.0 });
    log.logTrade("GRID_REBALANCED", { symbol: "BTCUSDT" });
    const [first, second] = sink.records();
    expect(first).toMatchObject({ event_type: "signal_generated", message: "Signal LONG_ENTRY BTCUSDT at 50000" });
    expect(second).toMatchObject({
      event_type: "GRID_REBALANCED",
      message: "GRID_REBALANCED",
      level: "TRADE_EXECUTED",
    });
    expect(sink.kinds.map((kind) => kind.category)).toEqual(["trade", "trade"]);
  });

  it("takes events of any type", () => {
    const { log, sink } = testLogger();
    log.event("model_retrained", "Model retrained", { model_id: "m2" }, "WARNING");
    expect(sink.last()).toMatchObject({ event_type: "model_retrained", level: "WARNING", data: { model_id: "m2" } });
  });
});

describe("context", () => {
  it("gives a child's fields to each of its events", () => {
    const { log, sink } = testLogger();
    const child = log.child({ logger: "trading.signals", strategy: "momentum", run: 7 });
    child.child({ symbol: "ETHUSDT" }).info("deep");
    expect(sink.last()).toMatchObject({
      logger: "trading.signals",
      strategy: "momentum",
      symbol: "ETHUSDT",
      session_id: "s_test",
      data: { run: 7 },
    });
  });

  it("follows async calls", async () => {
    const { log, sink } = testLogger();
    const orders = log.child({ logger: "orders" });
    await Promise.all(
      ["r1", "r2"].map(async (request_id) =>
        log.withContext({ request_id }, async () => {
          await Promise.resolve();
          orders.info("inside", { of: request_id });
        }),
      ),
    );
    log.info("outside");
    for (const record of sink.records().slice(0, 2)) {
      expect(record["request_id"]).toBe((record["data"] as { of: string }).of);
    }
    expect(sink.last()).not.toHaveProperty("request_id");
  });

  it("nests, the inner fields winning", () => {
    const { log, sink } = testLogger();
    log.withContext({ request_id: "r1", user_id: "u1" }, () => {
      log.withContext({ request_id: "r2" }, () => log.info("x"));
    });
    expect(sink.last()).toMatchObject({ request_id: "r2", user_id: "u1" });
  });

  it("lets an event's own field win, once in the line", () => {
    const { log, sink } = testLogger();
    const child = log.child({ symbol: "BTCUSDT", run: 1 });
    child.info("x", { symbol: "ETHUSDT", run: 2, session_id: "other" });
    expect(sink.last()).toMatchObject({ symbol: "ETHUSDT", session_id: "other", data: { run: 2 } });
    for (const key of ["symbol", "run", "session_id"]) expect(sink.lines[0]?.split(`"${key}"`)).toHaveLength(2);
  });
});

describe("time and ids", () => {
  it("grow also when the clock stands still or goes back", () => {
    const times = [0, 0, 5_000_000, 1_000_000, 5_000_001].map((offset) => START_US + offset);
    const { log, sink } = testLogger({ clock: () => times.shift() ?? START_US });
    const ids = [1, 2, 3, 4, 5].map(() => log.info("x"));
    const stamps = sink.records().map((record) => String(record["timestamp"]));
    expect([...stamps].sort()).toEqual(stamps);
    expect(new Set(stamps).size).toBe(5);
    expect([...ids].sort()).toEqual(ids);
    expect(stamps[2]).toBe("2026-11-21T09:00:05.000000Z");
  });
});

describe("sinks that fail", () => {
  it("harm neither the program nor the other sinks", () => {
    const faults: string[] = [];
    const good = memorySink();
    const bad = {
      name: "bad",
      attach: () => {
        throw new Error("attach");
      },
      write: () => {
        throw new Error("write");
      },
    };
    const log = createLogger({
      service: "s",
      sinks: [bad, good],
      env: {},
      flushAtExit: false,
      onError: (fault) => {
        faults.push(`${fault.sink} ${fault.code} ${fault.message}`);
        throw new Error("even the handler fails");
      },
    });
    log.info("still here");
    expect(good.lines).toHaveLength(1);
    expect(faults).toEqual([
      "bad DAYBOOK_LOGGER_SINK [unreadable: attach]",
      "bad DAYBOOK_LOGGER_SINK [unreadable: write]",
    ]);
  });

  it("tell of what they dropped in an event of its own", () => {
    const { sink } = testLogger();
    sink.host?.dropped({ sink: "collector", count: 12, audited: 0, reason: "full" });
    expect(sink.last()).toMatchObject({
      event_type: "logs_dropped",
      level: "WARNING",
      message: "12 events dropped by collector: full",
      data: { sink: "collector", count: 12 },
    });
  });
});
