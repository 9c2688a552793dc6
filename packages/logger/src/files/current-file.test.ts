import { mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Logger } from "../core/logger-types.ts";
import type { SinkFault } from "../core/sink.ts";
import { readLogs } from "../test-support/read-logs.ts";
import { testLogger } from "../test-support/test-logger.ts";
import type { FileSinkOptions } from "./file-options.ts";
import { fileSink } from "./file-sink.ts";

const FILES = [{ name: "a" }];
const NOON = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;
let dir: string;
let now: number;
let faults: SinkFault[];
const open: Logger[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-current-"));
  now = NOON;
  faults = [];
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const log of open.splice(0)) await log.close();
  rmSync(dir, { recursive: true, force: true });
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join("; "));
});

function logTo(options: Partial<FileSinkOptions> = {}): Logger {
  const sink = fileSink({ dir, files: FILES, compress: false, nowMs: () => now, ...options });
  const { log } = testLogger({ sinks: [sink], onError: (fault) => faults.push(fault) });
  open.push(log);
  return log;
}

const messages = (): unknown[] => readLogs(dir, "a").map((line) => (JSON.parse(line) as { message: unknown }).message);
const names = (): string[] => readdirSync(dir).sort();

describe("a new day", () => {
  it("begins a new file with its first line, and the old one is named after its own", async () => {
    const log = logTo({ rotate: "utc-day" });
    log.info("1");
    now = Date.UTC(2026, 10, 22) - 1;
    log.info("2");
    now++;
    log.info("3");
    await log.flush();
    expect(names()).toEqual(["a.2026-11-21.001.log", "a.log"]);
    expect(readFileSync(join(dir, "a.log"), "utf8")).toContain('"3"');
    now += 50 * HOUR;
    log.info("4");
    await log.flush();
    expect(names()).toEqual(["a.2026-11-21.001.log", "a.2026-11-22.001.log", "a.log"]);
    expect(messages()).toEqual(["1", "2", "3", "4"]);
  });

  it("is the local one when that is asked for", async () => {
    vi.stubEnv("TZ", "America/New_York");
    const log = logTo({ rotate: "local-day" });
    now = Date.parse("2026-11-22T04:59:59Z");
    log.info("1");
    now = Date.parse("2026-11-22T05:00:00Z");
    log.info("2");
    await log.flush();
    expect(names()).toEqual(["a.2026-11-21.001.log", "a.log"]);
    now = Date.parse("2026-11-23T05:00:00Z");
    log.info("3");
    await log.flush();
    expect(names()).toEqual(["a.2026-11-21.001.log", "a.2026-11-22.001.log", "a.log"]);
  });

  it("puts aside what yesterday's run left, and goes on with what today's did", async () => {
    writeFileSync(join(dir, "a.log"), '{"message":"left"}\n');
    utimesSync(join(dir, "a.log"), new Date(now), new Date(now));
    now += HOUR;
    const first = logTo({ rotate: "utc-day" });
    first.info("today");
    await first.close();
    expect(names()).toEqual(["a.log"]);
    utimesSync(join(dir, "a.log"), new Date(now), new Date(now));
    now += 24 * HOUR;
    const second = logTo({ rotate: "utc-day" });
    second.info("tomorrow");
    await second.close();
    expect(names()).toEqual(["a.2026-11-21.001.log", "a.log"]);
    expect(messages()).toEqual(["left", "today", "tomorrow"]);
  });

  it("does not begin when the clock goes back", async () => {
    const log = logTo({ rotate: "utc-day" });
    for (const at of [NOON, NOON - 24 * HOUR, NOON]) {
      now = at;
      log.info("x");
      await log.flush();
    }
    expect(names()).toEqual(["a.log"]);
  });

  it("splits what waits in memory", () => {
    const sink = fileSink({ dir, files: FILES, rotate: "utc-day", compress: false, nowMs: () => now });
    const { log } = testLogger({ sinks: [sink] });
    open.push(log);
    for (let i = 0; i < 10; i++) {
      log.info(`${i}`);
      now += 6 * HOUR;
    }
    sink.flushSync?.(false);
    expect(names()).toEqual(["a.2026-11-21.001.log", "a.2026-11-22.001.log", "a.log"]);
    expect(messages()).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  });

  it("also ends when the file is full before", async () => {
    const log = logTo({ rotate: "utc-day", maxSizeBytes: 1_024 });
    for (let i = 0; i < 4; i++) log.info("x".repeat(600));
    now += 24 * HOUR;
    log.info("y");
    await log.flush();
    const days = names().map((name) => name.split(".")[1]);
    expect(days).toEqual(["2026-11-21", "2026-11-21", "2026-11-21", "2026-11-21", "log"]);
  });
});

describe("each file has its own way when its route says so", () => {
  it("of size, count, day and compression", async () => {
    const log = logTo({
      maxSizeBytes: 1_024,
      files: [
        { name: "a", maxSizeBytes: "10MB", rotate: "utc-day", backupCount: 1 },
        { name: "b", backupCount: 2 },
        { name: "c", compress: true },
      ],
    });
    for (let day = 0; day < 4; day++) {
      log.info("x".repeat(1_000));
      await log.flush();
      now += 24 * HOUR;
    }
    const of = (stem: string): string[] => names().filter((name) => name.startsWith(stem));
    expect(of("a")).toEqual(["a.2026-11-23.001.log", "a.log"]);
    expect(of("b")).toEqual(["b.2026-11-23.001.log", "b.2026-11-24.001.log", "b.log"]);
    await vi.waitFor(() => expect(of("c").filter((name) => name.endsWith(".gz"))).toHaveLength(3), 10_000);
  });
});

describe("a writer goes on in a new file when its file", () => {
  it.each([
    ["was deleted", () => rmSync(join(dir, "a.log"))],
    ["was moved away", () => renameSync(join(dir, "a.log"), join(dir, "mine"))],
    ["was replaced", () => (rmSync(join(dir, "a.log")), writeFileSync(join(dir, "a.log"), ""))],
    ["is gone with its directory", () => rmSync(dir, { recursive: true })],
  ])("%s", async (_, act) => {
    const log = logTo();
    log.info("1");
    await log.flush();
    act();
    log.info("2");
    await log.flush();
    expect(messages()).toEqual(["2"]);
  });
});

describe("after a changed configuration", () => {
  it("the new count and age hold at the first line", async () => {
    for (const day of ["10", "19", "20"]) writeFileSync(join(dir, `a.2026-11-${day}.001.log`), "x\n");
    const first = logTo({ maxAgeDays: 5 });
    first.info("1");
    await first.close();
    expect(names()).toEqual(["a.2026-11-19.001.log", "a.2026-11-20.001.log", "a.log"]);
    const second = logTo({ backupCount: 1 });
    second.info("2");
    await second.close();
    expect(names()).toEqual(["a.2026-11-20.001.log", "a.log"]);
  });

  it("what was put aside is compressed when it is to be, and kept compressed when not", async () => {
    writeFileSync(join(dir, "a.2026-11-20.001.log"), '{"message":"0"}\n');
    const first = logTo({ compress: true });
    first.info("1");
    await first.flush();
    await vi.waitFor(() => expect(names()).toEqual(["a.2026-11-20.001.log.gz", "a.log"]));
    await first.close();
    const second = logTo({ compress: false, maxSizeBytes: 1_024 });
    for (let i = 0; i < 3; i++) second.info("x".repeat(700));
    await second.close();
    expect(names().slice(0, 2)).toEqual(["a.2026-11-20.001.log.gz", "a.2026-11-21.001.log"]);
    expect(messages().slice(0, 2)).toEqual(["0", "1"]);
  });
});
