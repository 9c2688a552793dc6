import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeCollector } from "../test-support/fake-collector.ts";
import { startFakeCollector } from "../test-support/fake-collector.ts";

const COUNT = 5_000;
const LINES = Array.from({ length: COUNT }, (_, i) => `line ${i}`);

let dir: string;
let collector: FakeCollector;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "daybook-transports-"));
  collector = await startFakeCollector();
});

afterEach(async () => {
  await collector.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Runs a program to its end; what it says on the way is printed only when it is looked at. */
async function run(bot: "pino" | "winston", ending: string, url?: string): Promise<number | null> {
  const path = fileURLToPath(new URL(`../test-support/${bot}-bot.mjs`, import.meta.url));
  const args = [path, dir, String(COUNT), ending, ...(url === undefined ? [] : [url])];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "ignore", "ipc"] });
  const [code] = (await once(child, "exit")) as [number | null];
  return code;
}

function written(file = "audit.log"): Record<string, unknown>[] {
  return readFileSync(join(dir, file), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const messages = (records: readonly Record<string, unknown>[]): unknown[] => records.map(({ message }) => message);
const ids = (records: readonly Record<string, unknown>[]): number => new Set(records.map(({ id }) => id)).size;

describe("pino's transport has every line once, in order, in the files and at the collector, when the program", () => {
  it.each([
    ["return", 0],
    ["exit", 3],
    ["throw", 1],
    ["targets", 0],
    ["flush", 0],
  ])("ends by %s", async (ending, code) => {
    expect(await run("pino", ending, collector.url)).toBe(code);
    const expected = [...LINES, "drawdown", "order failed"];
    expect(messages(written())).toEqual(expected);
    expect(messages(collector.events)).toEqual(expected);
    expect(ids(written())).toBe(expected.length);
    expect(collector.complaints).toEqual([]);
  });

  it("ends while the collector fails", async () => {
    collector.plan({ kind: "hang-up", taken: true }, { kind: "answer", status: 503 });
    expect(await run("pino", "exit", collector.url)).toBe(3);
    expect(messages(collector.events)).toEqual([...LINES, "drawdown", "order failed"]);
    expect(collector.complaints).toEqual([]);
  });
});

it("pino's lines have their fields, levels, time, logger, and exceptions with causes", async () => {
  const before = Date.now();
  await run("pino", "return");
  const records = written();
  expect(records[0]).toMatchObject({
    service: "pino-bot",
    logger: "trading",
    level: "INFO",
    order_id: "o-0",
    price: 42000.1,
  });
  for (const { timestamp } of records) {
    expect(Date.parse(String(timestamp))).toBeGreaterThanOrEqual(before);
    expect(Date.parse(String(timestamp))).toBeLessThanOrEqual(Date.now());
  }
  const [alert, failure] = records.slice(-2);
  expect(alert).toMatchObject({ level: "RISK_ALERT", symbol: "BTCUSDT" });
  expect(failure).toMatchObject({ level: "ERROR", exception_type: "RangeError" });
  expect(String(failure?.["stack_trace"])).toContain("limit is 3");
  expect(messages(written("errors.log"))).toEqual(["order failed"]);
});

it("pino's transport says at once that it has nowhere to go", async () => {
  const path = fileURLToPath(new URL("../test-support/pino-bot.mjs", import.meta.url));
  const child = spawn(process.execPath, [path, "", "0", "return"], { stdio: ["ignore", "ignore", "pipe"], env: {} });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [code] = (await once(child, "close")) as [number];
  expect(code).toBe(1);
  expect(said).toContain("DAYBOOK_LOG_DIR");
});

describe("winston's transport has every line once, in order, in the files and at the collector, when the program", () => {
  it.each([
    ["return", 0, []],
    ["exit", 3, []],
    ["throw", 1, ["Uncaught exception"]],
    ["handled", 1, ["Uncaught exception", "uncaughtException: nobody catches this"]],
  ])("ends by %s", async (ending, code, last) => {
    expect(await run("winston", ending, collector.url)).toBe(code);
    const expected = [...LINES, "order failed", ...last];
    expect(messages(written())).toEqual(expected);
    expect(messages(collector.events)).toEqual(expected);
    expect(ids(written())).toBe(expected.length);
    expect(collector.complaints).toEqual([]);
  });
});
