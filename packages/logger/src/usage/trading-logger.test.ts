import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LAYOUTS } from "../config/layouts.ts";
import { consoleSink } from "../console/console-sink.ts";
import { createLogger } from "../core/create-logger.ts";
import type { Logger } from "../core/logger-types.ts";
import { fileSink } from "../files/file-sink.ts";

/** The layout `trading`: a console line, a text log of everything, and trades as JSON by day. */
let dir: string;
let log: Logger;
let console: PassThrough;
/** The clock on the wall. */
let nowMs: number;

beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), "daybook-trading-")), "logs");
  console = new PassThrough();
  nowMs = new Date(2025, 11, 18, 10, 30, 45).getTime();
  const { files, level } = LAYOUTS.trading;
  log = createLogger({
    service: "trading",
    level,
    callSites: true,
    sinks: [
      consoleSink({ format: "text", level: "INFO", stream: console }),
      fileSink({ dir, files, compress: false, nowMs: () => nowMs }),
    ],
    clock: () => nowMs * 1000,
    env: {},
    flushAtExit: false,
  });
});
afterEach(async () => {
  await log.close();
  rmSync(join(dir, ".."), { recursive: true, force: true });
});

const linesOf = (name: string): string[] => readFileSync(join(dir, name), "utf8").trimEnd().split("\n");

describe("the trading layout", () => {
  it("makes the directory with the first line", async () => {
    expect(existsSync(dir)).toBe(false);
    log.info("Trading system starting...");
    await log.flush();
    expect(existsSync(join(dir, "trading.log"))).toBe(true);
  });

  it("shows INFO and above on the console, and all in trading.log with the place", async () => {
    const signals = log.child({ logger: "trading.signals" });
    signals.debug("Analyzing price action for BTCUSDT");
    signals.info("LONG signal generated at 50000.0");
    signals.error("Failed to fetch market data", new Error("timeout"));
    await log.flush();
    const shown = String(console.read()).split("\n");
    expect(shown[0]).toBe("2025-12-18 10:30:45 | INFO     | trading.signals      | LONG signal generated at 50000.0");
    expect(shown[1]).toBe("2025-12-18 10:30:45 | ERROR    | trading.signals      | Failed to fetch market data");
    const written = linesOf("trading.log");
    expect(written[0]).toMatch(
      /^2025-12-18 10:30:45 \| DEBUG {4}\| trading\.signals:\d+ \| Analyzing price action for BTCUSDT$/,
    );
    // The exception's own lines stand below.
    expect(written[3]).toContain("Error: timeout");
  });

  it("keeps everything but trades out of trades.log", async () => {
    log.child({ logger: "trading.signals" }).info("not a trade");
    log.logTrade("TEST_ACTION", { symbol: "BTCUSDT", price: 50_000.0 });
    await log.flush();
    expect(linesOf("trades.log")).toHaveLength(1);
    expect(linesOf("trading.log")).toHaveLength(2);
  });

  it("writes trades as JSON with everything that was given", async () => {
    log.logTrade("SIGNAL_GENERATED", {
      symbol: "BTCUSDT",
      type: "LONG_ENTRY",
      entry: 50_000.0,
      tp: 51_000.0,
      sl: 49_500.0,
      strategy: "MockSMA",
      risk_reward: 2.0,
    });
    log.logTrade("ORDER_PLACED", {
      symbol: "BTCUSDT",
      order_id: "temp_12345",
      side: "BUY",
      quantity: 0.1,
      price: 50_010.0,
      order_type: "LIMIT",
    });
    log.logTrade("ORDER_FILLED", {
      symbol: "BTCUSDT",
      order_id: "12345",
      side: "BUY",
      quantity: 0.1,
      price: 50_010.0,
      fill_time: "2025-12-18T10:30:47",
    });
    log.logTrade("POSITION_CLOSED", {
      symbol: "BTCUSDT",
      position_id: "pos_789",
      entry_price: 50_010.0,
      exit_price: 51_000.0,
      pnl: 99.0,
      pnl_percent: 1.98,
      reason: "TAKE_PROFIT",
    });
    log.logTrade("TEST_ACTION", { symbol: "BTCUSDT", price: 50_000.0 });
    await log.flush();
    const trades = linesOf("trades.log").map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(trades).toMatchObject([
      {
        event_type: "signal_generated",
        strategy: "MockSMA",
        data: { type: "LONG_ENTRY", entry: 50_000, tp: 51_000, sl: 49_500, risk_reward: 2 },
      },
      {
        event_type: "order_placed",
        order_id: "temp_12345",
        side: "BUY",
        quantity: 0.1,
        price: 50_010,
        data: { order_type: "LIMIT" },
      },
      { event_type: "order_filled", order_id: "12345", data: { fill_time: "2025-12-18T10:30:47" } },
      {
        event_type: "position_closed",
        pnl: 99,
        data: { position_id: "pos_789", pnl_percent: 1.98, reason: "TAKE_PROFIT" },
      },
      { event_type: "TEST_ACTION", symbol: "BTCUSDT", price: 50_000, timestamp: expect.any(String) as string },
    ]);
  });

  it("begins a new trading.log at 10 MB and keeps five", async () => {
    const filler = "x".repeat(10_000);
    // The guard lets so many of one call site through at once.
    const lines = 7_500;
    for (let i = 0; i < lines; i++) log.debug(`${i} ${filler}`, { i });
    await log.flush(60_000);
    const backups = readdirSync(dir).filter((name) => /^trading\.2025-12-18\.\d{3}\.log$/.test(name));
    expect(backups).toHaveLength(5);
    for (const name of backups) expect(statSync(join(dir, name)).size).toBeLessThanOrEqual(10 * 1024 * 1024);
    expect(linesOf("trading.log").at(-1)).toContain(`| ${lines - 1} x`);
  });

  it("begins a new trades.log with the first trade of a day, and keeps thirty", async () => {
    for (let day = 0; day < 35; day++) {
      log.logTrade("ORDER_FILLED", { symbol: "BTCUSDT", order_id: String(day) });
      await log.flush();
      nowMs += 24 * 3_600_000;
    }
    const backups = readdirSync(dir)
      .filter((name) => /^trades\.\d{4}-\d\d-\d\d\.001\.log$/.test(name))
      .toSorted();
    expect(backups).toHaveLength(30);
    expect(backups.at(-1)).toBe("trades.2026-01-20.001.log");
    expect(linesOf("trades.log")).toHaveLength(1);
  });

  it("times an operation, also one that throws", async () => {
    log.time("test_operation", () => 1 + 1);
    expect(() =>
      log.time("broken_operation", () => {
        throw new Error("no data");
      }),
    ).toThrow("no data");
    await log.flush();
    expect(linesOf("trading.log")[0]).toMatch(/\| DEBUG .*\| test_operation completed in [\d.]+ ms$/);
    expect(linesOf("trading.log")[1]).toMatch(/\| ERROR .*\| broken_operation failed after [\d.]+ ms$/);
  });

  it("logs a whole trade into the right files", async () => {
    const main = log.child({ logger: "trading.main" });
    main.info("cycle begins");
    main.signalGenerated({ symbol: "BTCUSDT", strategy: "MockSMA" });
    main.orderPlaced({ symbol: "BTCUSDT", side: "BUY", quantity: "0.1", order_id: "12345" });
    main.orderFilled({ symbol: "BTCUSDT", side: "BUY", quantity: "0.1", price: "50010.0", order_id: "12345" });
    main.positionClosed({ symbol: "BTCUSDT", pnl: "99.0" });
    await log.flush();
    const types = linesOf("trades.log").map((line) => (JSON.parse(line) as Record<string, unknown>)["event_type"]);
    expect(types).toEqual(["signal_generated", "order_placed", "order_filled", "position_closed"]);
    expect(linesOf("trading.log")).toHaveLength(5);
  });
});
