import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FileSinkOptions } from "./file-options.ts";
import { fileSink } from "./file-sink.ts";
import type { Logger } from "../core/logger-types.ts";
import type { SinkFault } from "../core/sink.ts";
import { testLogger } from "../test-support/test-logger.ts";

let dir: string;
let faults: SinkFault[];
const open: Logger[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-files-"));
});

afterEach(async () => {
  for (const log of open.splice(0)) await log.close();
  rmSync(dir, { recursive: true, force: true });
});

function logTo(options: Partial<FileSinkOptions> = {}): Logger {
  faults = [];
  const { log } = testLogger({ sinks: [fileSink({ dir, ...options })], onError: (fault) => faults.push(fault) });
  open.push(log);
  return log;
}

function read(name: string, from = dir): Record<string, unknown>[] {
  const text = readFileSync(join(from, name), "utf8");
  expect(text.endsWith("\n")).toBe(true);
  return text
    .slice(0, -1)
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function types(name: string): unknown[] {
  return read(name).map((record) => record["event_type"]);
}

describe("files by category", () => {
  it("get what is theirs; audit gets everything, errors the errors", async () => {
    const log = logTo();
    log.tradeEntry({ symbol: "BTCUSDT", side: "buy", quantity: 1, price: 2 });
    log.accountBalance({ total: 1 });
    log.aiDecision({ decision: "buy" });
    log.executionAttempt({ protocol: "moonwell" });
    log.systemError({ component: "db" });
    log.apiCall({ endpoint: "/v2" });
    log.performanceMetric({ metric: "m", value: 1 });
    log.info("plain");
    await log.flush();
    expect(readdirSync(dir).sort()).toEqual([
      "audit.log",
      "errors.log",
      "executions.log",
      "performance.log",
      "system.log",
      "trades.log",
    ]);
    expect(read("audit.log")).toHaveLength(8);
    expect(types("trades.log")).toEqual(["trade_entry", "account_balance", "ai_decision"]);
    expect(types("executions.log")).toEqual(["execution_attempt"]);
    expect(types("system.log")).toEqual(["system_error", "api_call"]);
    expect(types("performance.log")).toEqual(["performance_metric"]);
    expect(types("errors.log")).toEqual(["system_error"]);
  });

  it("can be laid out otherwise", async () => {
    const log = logTo({
      files: [
        { name: "trading", level: "WARNING" },
        { name: "fills", categories: ["trade"] },
      ],
    });
    log.orderFilled({ symbol: "A", side: "buy", quantity: 1, price: 2 });
    log.warning("w");
    await log.flush();
    expect(readdirSync(dir).sort()).toEqual(["fills.log", "trading.log"]);
    expect(read("trading.log").map((record) => record["message"])).toEqual(["w"]);
  });

  it("go on where an earlier run ended, also behind a torn line", async () => {
    writeFileSync(join(dir, "audit.log"), '{"message":"before"}\n{"mess');
    const log = logTo();
    log.info("after");
    await log.flush();
    const lines = readFileSync(join(dir, "audit.log"), "utf8").split("\n");
    expect(lines[1]).toBe('{"mess');
    expect(JSON.parse(lines[2] ?? "")).toMatchObject({ message: "after" });
  });
});

describe("rotation", () => {
  it("keeps each file below its size, puts files aside under names that sort, and loses no line", async () => {
    const log = logTo({ compress: false, maxSizeBytes: 10_000, backupCount: 100, nowMs: () => Date.UTC(2026, 10, 21) });
    for (let i = 0; i < 500; i++) log.info(`line ${i}`);
    await log.flush();
    const names = readdirSync(dir).sort();
    expect(names.slice(0, 3)).toEqual([
      "audit.2026-11-21.001.log",
      "audit.2026-11-21.002.log",
      "audit.2026-11-21.003.log",
    ]);
    expect(names.at(-1)).toBe("audit.log");
    for (const name of names) expect(readFileSync(join(dir, name)).length).toBeLessThanOrEqual(10_000);
    expect(names.flatMap((name) => read(name)).map((record) => record["message"])).toEqual(
      Array.from({ length: 500 }, (_, i) => `line ${i}`),
    );
  });

  it("keeps the newest of the files put aside", async () => {
    const log = logTo({ compress: false, maxSizeBytes: 2_000, backupCount: 2, nowMs: () => Date.UTC(2026, 10, 21) });
    for (let i = 0; i < 100; i++) log.info(`line ${i}`);
    await log.flush();
    const names = readdirSync(dir).sort();
    expect(names).toHaveLength(3);
    const kept = names.flatMap((name) => read(name)).map((record) => record["message"]);
    expect(kept.at(-1)).toBe("line 99");
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => `line ${100 - kept.length + i}`));
  });

  it("numbers on after a restart and when the clock went back", async () => {
    for (const day of [21, 22, 20]) {
      const log = logTo({
        compress: false,
        maxSizeBytes: 1_024,
        backupCount: 100,
        nowMs: () => Date.UTC(2026, 10, day),
      });
      for (let i = 0; i < 4; i++) log.info("x".repeat(500));
      await log.close();
    }
    const backups = readdirSync(dir)
      .filter((name) => name !== "audit.log")
      .sort();
    expect(backups[0]).toBe("audit.2026-11-21.001.log");
    expect(backups.some((name) => name.includes("2026-11-20"))).toBe(false);
    expect([...backups, "audit.log"].flatMap((name) => read(name))).toHaveLength(12);
  });

  it("writes a line that is larger than the whole file", async () => {
    const log = logTo({ compress: false, maxSizeBytes: 1_024 });
    log.info("a");
    log.info("b".repeat(5_000));
    log.info("c");
    await log.flush();
    expect(readdirSync(dir)).toHaveLength(3);
  });
});

describe("order", () => {
  it("holds when synchronous and asynchronous flushes mix", async () => {
    const sink = fileSink({ dir });
    const { log } = testLogger({ sinks: [sink] });
    open.push(log);
    const flushes: Promise<void>[] = [];
    for (let i = 0; i < 3_000; i++) {
      log.info(`line ${i}`);
      if (i % 100 === 0) flushes.push(log.flush());
      if (i % 250 === 0) sink.flushSync?.(false);
    }
    flushes.push(log.flush());
    await Promise.all(flushes);
    expect(read("audit.log").map((record) => record["message"])).toEqual(
      Array.from({ length: 3_000 }, (_, i) => `line ${i}`),
    );
  });

  it("holds when the program logs more than the buffer in one turn", async () => {
    const log = logTo();
    for (let i = 0; i < 30_000; i++) log.info(`line ${i}`, { filler: "x".repeat(100) });
    await log.flush();
    const records = read("audit.log");
    expect(records).toHaveLength(30_000);
    expect(records.every((record, i) => record["message"] === `line ${i}`)).toBe(true);
  });
});
