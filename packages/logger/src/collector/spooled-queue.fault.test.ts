import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CollectorSinkOptions } from "./collector-sink.ts";
import { collectorSink } from "./collector-sink.ts";
import type { Logger } from "../core/logger-types.ts";
import type { SinkFault } from "../core/sink.ts";
import type { FakeCollector } from "../test-support/fake-collector.ts";
import { startFakeCollector } from "../test-support/fake-collector.ts";
import { testLogger } from "../test-support/test-logger.ts";

const PATIENCE_MS = 20_000;
/** A port that nobody listens on. */
const NOWHERE = "http://127.0.0.1:1";

let root: string;
let spoolDir: string;
let collector: FakeCollector;
let faults: SinkFault[];
let logs: Logger[];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "daybook-collector-spool-"));
  spoolDir = join(root, "spool");
  collector = await startFakeCollector();
  faults = [];
  logs = [];
});

afterEach(async () => {
  for (const log of logs) await log.close(1);
  await collector.close();
  chmodSync(root, 0o700);
  rmSync(root, { recursive: true, force: true });
});

function connect(options: Partial<CollectorSinkOptions> = {}): Logger {
  const sink = collectorSink({
    url: collector.url,
    key: "test-key",
    lingerMs: 1,
    random: () => 0,
    exitTimeoutMs: 0,
    spoolDir,
    ...options,
  });
  const { log } = testLogger({ sinks: [sink], onError: (fault) => faults.push(fault) });
  logs.push(log);
  return log;
}

function messages(): unknown[] {
  return collector.events.map((event) => event["message"]);
}

function files(): string[] {
  const dir = join(spoolDir, "trading-engine");
  return existsSync(dir) ? (readdirSync(dir, { recursive: true }) as string[]) : [];
}

const names = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `event ${from + i}`);

function write(log: Logger, from: number, to: number): void {
  for (const name of names(from, to)) log.info(name);
}

describe("events that the collector did not take before the end", () => {
  it("are sent by the next logger, before its own, once and in order", async () => {
    const first = connect({ url: NOWHERE });
    write(first, 0, 2_500);
    await first.close(1);
    const second = connect();
    write(second, 2_500, 2_600);
    await second.flush(PATIENCE_MS);
    expect(messages()).toEqual(names(0, 2_600));
    expect(collector.complaints).toEqual([]);
    await second.close(PATIENCE_MS);
    expect(files()).toEqual([]);
    expect(faults.filter((fault) => fault.code !== "DAYBOOK_LOGGER_UNREACHABLE")).toEqual([]);
  });

  it("are sent once though the answer to them was lost", async () => {
    collector.plan({ kind: "hang-up", taken: true });
    const first = connect();
    write(first, 0, 100);
    await collector.asked(1);
    await first.close(1);
    const second = connect();
    await second.flush(PATIENCE_MS);
    expect(messages()).toEqual(names(0, 100));
    expect(collector.complaints).toEqual([]);
  });

  it("outlive several loggers that cannot reach it either", async () => {
    for (let i = 0; i < 4; i++) {
      const log = connect({ url: NOWHERE });
      write(log, 10 * i, 10 * (i + 1));
      await log.close(1);
    }
    await connect().flush(PATIENCE_MS);
    expect([...messages()].sort()).toEqual(names(0, 40).sort());
    expect(collector.complaints).toEqual([]);
  });

  it("are divided among loggers that start together, each event once", async () => {
    for (let i = 0; i < 4; i++) {
      const log = connect({ url: NOWHERE });
      write(log, 10 * i, 10 * (i + 1));
      await log.close(1);
    }
    const together = [connect(), connect(), connect()];
    await Promise.all(together.map((log) => log.flush(PATIENCE_MS)));
    expect([...messages()].sort()).toEqual(names(0, 40).sort());
    expect(collector.complaints).toEqual([]);
  });

  it("are not those of another service", async () => {
    const log = connect({ url: NOWHERE });
    log.info("theirs");
    await log.close(1);
    const sink = collectorSink({ url: collector.url, key: "test-key", spoolDir });
    const other = testLogger({ sinks: [sink], service: "../other bot" }).log;
    logs.push(other);
    other.info("ours");
    await other.flush(PATIENCE_MS);
    expect(messages()).toEqual(["ours"]);
    expect(readdirSync(spoolDir).sort()).toEqual(["___other_bot", "trading-engine"]);
  });
});

describe("a collector that is away while the program runs", () => {
  it("gets everything in order when it is back; memory holds little meanwhile", async () => {
    let release = (): void => {};
    const until = new Promise<void>((resolve) => (release = resolve));
    collector.plan({ kind: "wait", until });
    const log = connect({ maxBufferBytes: 100_000 });
    write(log, 0, 1_000);
    await collector.asked(1);
    // More than memory has room for, in one go and in several.
    write(log, 1_000, 2_000);
    for (let at = 2_000; at < 5_000; at += 500) {
      write(log, at, at + 500);
      await new Promise(setImmediate);
    }
    release();
    await log.flush(PATIENCE_MS);
    expect(messages()).toEqual(names(0, 5_000));
    expect(collector.complaints).toEqual([]);
    expect(faults).toEqual([]);
    await log.close(PATIENCE_MS);
    expect(files()).toEqual([]);
  });

  it("gets batches in halves from the spool too", async () => {
    const first = connect({ url: NOWHERE });
    write(first, 0, 7);
    await first.close(1);
    collector.plan({ kind: "answer", status: 413 }, { kind: "answer", status: 413 }, { kind: "answer", status: 500 });
    const second = connect();
    await second.flush(PATIENCE_MS);
    expect(messages()).toEqual(names(0, 7));
    expect(collector.complaints).toEqual([]);
  });
});

describe("audited events", () => {
  it("are in the spool when the call returns, with what was before them, if that is wished", async () => {
    const log = connect({ url: NOWHERE, spoolAudited: true });
    log.info("before");
    log.tradeExit({ trade_id: "t1", symbol: "BTCUSDT", quantity: 1, price: 2 });
    const segment = files().find((name) => name.endsWith(".spool")) as string;
    const text = readFileSync(join(spoolDir, "trading-engine", segment), "latin1");
    expect(text).toContain('"message":"before"');
    expect(text).toContain('"trade_id":"t1"');
    await log.close(1);
    const next = connect({ spoolAudited: true });
    for (let i = 0; i < 50; i++) next.tradeExit({ trade_id: `n${i}`, symbol: "BTCUSDT", quantity: 1, price: 2 });
    await next.flush(PATIENCE_MS);
    expect(collector.events).toHaveLength(52);
    expect(collector.complaints).toEqual([]);
  });
});

describe("a spool that cannot be used", () => {
  it("is said once; events wait in memory", async () => {
    writeFileSync(spoolDir, "a file where the directory should be");
    collector.plan({ kind: "answer", status: 500 });
    const log = connect({ spoolAudited: true });
    log.info("a");
    for (let i = 0; i < 3; i++) log.tradeExit({ trade_id: `t${i}`, symbol: "BTCUSDT", quantity: 1, price: 2 });
    await log.flush(PATIENCE_MS);
    expect(collector.events).toHaveLength(4);
    expect(faults.map((fault) => fault.code).sort()).toEqual(["DAYBOOK_LOGGER_SPOOL", "DAYBOOK_LOGGER_UNREACHABLE"]);
  });

  it("says at the end how many events were lost with it", async () => {
    writeFileSync(spoolDir, "a file where the directory should be");
    const log = connect({ url: NOWHERE });
    write(log, 0, 5);
    await log.close(1);
    expect(faults.at(-1)).toMatchObject({
      code: "DAYBOOK_LOGGER_LOST",
      message: expect.stringMatching(/^5 events/) as string,
    });
  });

  it("is used again when it can be", async () => {
    let nowMs = 1_795_251_600_000;
    writeFileSync(spoolDir, "a file where the directory should be");
    const log = connect({ url: NOWHERE, nowMs: () => nowMs, spoolAudited: true });
    log.tradeExit({ trade_id: "t1", symbol: "BTCUSDT", quantity: 1, price: 2 });
    rmSync(spoolDir);
    mkdirSync(spoolDir);
    log.tradeExit({ trade_id: "t2", symbol: "BTCUSDT", quantity: 1, price: 2 });
    expect(files()).toEqual([]);
    nowMs += 30_000;
    log.tradeExit({ trade_id: "t3", symbol: "BTCUSDT", quantity: 1, price: 2 });
    expect(files().filter((name) => name.endsWith(".spool"))).toHaveLength(1);
    await log.close(1);
    await connect().flush(PATIENCE_MS);
    expect(collector.events.map((event) => event["trade_id"])).toEqual(["t1", "t2", "t3"]);
  });

  it("keeps to its size; then memory is bounded too, audited events are dropped last, and the loss is counted", async () => {
    let release = (): void => {};
    const until = new Promise<void>((resolve) => (release = resolve));
    collector.plan({ kind: "wait", until });
    const maxSpoolBytes = 400_000;
    const log = connect({ maxBufferBytes: 50_000, maxSpoolBytes });
    write(log, 0, 3_000);
    for (let i = 0; i < 20; i++) log.tradeExit({ trade_id: `t${i}`, symbol: "BTCUSDT", quantity: 1, price: 2 });
    const segments = files().filter((name) => name.endsWith(".spool"));
    const size = segments.reduce((sum, name) => sum + readFileSync(join(spoolDir, "trading-engine", name)).length, 0);
    expect(size).toBeGreaterThan(100_000);
    expect(size).toBeLessThanOrEqual(maxSpoolBytes);
    release();
    await log.flush(PATIENCE_MS);
    const kinds = (type: string): number => collector.events.filter((event) => event["event_type"] === type).length;
    expect(kinds("trade_exit")).toBe(20);
    const report = collector.events.find((event) => event["event_type"] === "logs_dropped");
    expect(report?.["data"]).toMatchObject({ sink: "collector", count: 3_000 - kinds("log"), audited: 0 });
    expect(collector.complaints).toEqual([]);
    expect(faults.map((fault) => fault.code).sort()).toEqual(["DAYBOOK_LOGGER_LOST", "DAYBOOK_LOGGER_SPOOL"]);
  });

  it("loses what is damaged, says so, and sends the rest", async () => {
    const first = connect({ url: NOWHERE });
    write(first, 0, 3);
    await first.close(1);
    const second = connect({ url: NOWHERE });
    write(second, 3, 6);
    await second.close(1);
    const segment = join(spoolDir, "trading-engine", files().find((name) => name.endsWith(".spool")) as string);
    const bytes = readFileSync(segment);
    bytes[bytes.length - 10] = 0;
    writeFileSync(segment, bytes);
    await connect().flush(PATIENCE_MS);
    expect(collector.events).toHaveLength(3);
    expect(faults.map((fault) => fault.code)).toContain("DAYBOOK_LOGGER_SPOOL");
  });
});
