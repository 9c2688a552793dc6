import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeCollector } from "../test-support/fake-collector.ts";
import { startFakeCollector } from "../test-support/fake-collector.ts";

const BOT = fileURLToPath(new URL("../test-support/bot.mjs", import.meta.url));
const COUNT = 20_000;

let dir: string;
let collector: FakeCollector;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "daybook-end-"));
  collector = await startFakeCollector();
});

afterEach(async () => {
  await collector.close();
  rmSync(dir, { recursive: true, force: true });
});

type Signal = "SIGTERM" | "SIGINT" | "SIGHUP" | "SIGKILL";

interface End {
  readonly code: number | null;
  readonly signal: Signal | null;
}

async function runBot(ending: string, kill?: Signal, url?: string): Promise<End> {
  const args = ["--max-old-space-size=128", BOT, dir, String(COUNT), ending, ...(url === undefined ? [] : [url])];
  const bot = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  if (kill !== undefined) {
    await once(bot.stdout, "data");
    bot.kill(kill);
  }
  const [code, signal] = (await once(bot, "exit")) as [number | null, Signal | null];
  return { code, signal };
}

function written(): string[] {
  return readFileSync(join(dir, "audit.log"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { message: string }).message);
}

const LINES = Array.from({ length: COUNT }, (_, i) => `line ${i}`);

describe("the files have every line, in order, when the program", () => {
  it("returns", async () => {
    expect(await runBot("return")).toEqual({ code: 0, signal: null });
    expect(written()).toEqual(LINES);
  });

  it("calls process.exit", async () => {
    expect(await runBot("exit")).toEqual({ code: 3, signal: null });
    expect(written()).toEqual(LINES);
  });

  it.each(["throw", "reject"])("ends by an exception that nobody catches (%s), which is logged too", async (ending) => {
    expect(await runBot(ending)).toEqual({ code: 1, signal: null });
    expect(written()).toEqual([...LINES, "Uncaught exception"]);
    const last = JSON.parse(readFileSync(join(dir, "errors.log"), "utf8")) as Record<string, unknown>;
    expect(last).toMatchObject({
      level: "CRITICAL",
      event_type: "system_error",
      exception_type: "RangeError",
      exception_message: "nobody catches this",
    });
  });

  it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("is ended by %s, and it is ended by it", async (signal) => {
    expect(await runBot("signal", signal)).toEqual({ code: null, signal });
    expect(written()).toEqual(LINES);
  });

  it("is killed with -9 when its lines were flushed", async () => {
    expect(await runBot("idle", "SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });
    expect(written()).toEqual(LINES);
  });

  it("runs out of memory when its lines were flushed", async () => {
    const { code, signal } = await runBot("memory");
    expect([code, signal]).toContain("SIGABRT");
    expect(written()).toEqual(LINES);
  });

  it("was a worker thread that is terminated when its lines were flushed", async () => {
    const worker = new Worker(BOT, { argv: [dir, String(COUNT), "idle"], stdout: true });
    await once(worker.stdout, "data");
    await worker.terminate();
    expect(written()).toEqual(LINES);
  });

  it("handles SIGTERM itself", async () => {
    expect(await runBot("handled", "SIGTERM")).toEqual({ code: 7, signal: null });
    expect(written()).toEqual([...LINES, "stopping"]);
  });
});

describe("a collector that is not there", () => {
  it("does not hold the end of the program up", async () => {
    const { url } = collector;
    await collector.close();
    expect(await runBot("exit", undefined, url)).toEqual({ code: 3, signal: null });
    expect(written()).toEqual(LINES);
  });
});

describe("the collector has every event once, in order, when the program", () => {
  const received = (): unknown[] => collector.events.map((event) => event["message"]);

  it("returns", async () => {
    expect(await runBot("return", undefined, collector.url)).toEqual({ code: 0, signal: null });
    expect(received()).toEqual(LINES);
  });

  it("returns while the collector fails", async () => {
    collector.plan({ kind: "hang-up", taken: true }, { kind: "answer", status: 503 });
    expect(await runBot("return", undefined, collector.url)).toEqual({ code: 0, signal: null });
    expect(received()).toEqual(LINES);
    expect(collector.complaints).toEqual([]);
  });

  it("calls process.exit", async () => {
    expect(await runBot("exit", undefined, collector.url)).toEqual({ code: 3, signal: null });
    expect(received()).toEqual(LINES);
    expect(collector.complaints).toEqual([]);
  });

  it("calls process.exit while the collector fails", async () => {
    collector.plan({ kind: "hang-up", taken: true }, { kind: "answer", status: 503 });
    expect(await runBot("exit", undefined, collector.url)).toEqual({ code: 3, signal: null });
    expect(received()).toEqual(LINES);
    expect(collector.complaints).toEqual([]);
  });

  it.each(["throw", "reject"])("ends by an exception that nobody catches (%s)", async (ending) => {
    expect(await runBot(ending, undefined, collector.url)).toEqual({ code: 1, signal: null });
    expect(received()).toEqual([...LINES, "Uncaught exception"]);
  });

  it("is ended by SIGTERM", async () => {
    expect(await runBot("signal", "SIGTERM", collector.url)).toEqual({ code: null, signal: "SIGTERM" });
    expect(received()).toEqual(LINES);
  });

  it("handles SIGTERM itself", async () => {
    expect(await runBot("handled", "SIGTERM", collector.url)).toEqual({ code: 7, signal: null });
    expect(received()).toEqual([...LINES, "stopping"]);
  });
});
