import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeCollector } from "../test-support/fake-collector.ts";
import { startFakeCollector } from "../test-support/fake-collector.ts";

const LOGGER = new URL("../../dist/index.js", import.meta.url).href;
const BOT = fileURLToPath(new URL("../test-support/spooling-bot.mjs", import.meta.url));
/** A port that nobody listens on. */
const NOWHERE = "http://127.0.0.1:1";

let dir: string;
let collector: FakeCollector;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "daybook-spool-end-"));
  collector = await startFakeCollector();
});

afterEach(async () => {
  await collector.close();
  rmSync(dir, { recursive: true, force: true });
});

interface Bot {
  /** Everything that it logs is at the collector or on disk. */
  readonly ready: Promise<unknown>;
  readonly ended: Promise<unknown>;
  kill(): void;
}

function start(url: string, from: number, count: number, ending: string, spoolDir = dir): Bot {
  const args = [BOT, spoolDir, url, String(from), String(count), ending];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  return { ready: once(child.stdout, "data"), ended, kill: () => void child.kill("SIGKILL") };
}

/** Runs bots until nothing is left: one that returns sends for five seconds, which may be short on a busy machine. */
async function drain(): Promise<void> {
  do await start(collector.url, 0, 0, "return").ended;
  while (left().length > 0);
}

function left(): string[] {
  return existsSync(join(dir, "bot")) ? readdirSync(join(dir, "bot")) : [];
}

function received(): unknown[] {
  return collector.events.map((event) => event["message"]);
}

function logged(from: number, count: number): string[] {
  return [...Array.from({ length: count }, (_, i) => `event ${from + i}`), `trade ${from}`];
}

describe("while the collector is away, the next process sends everything once and in order when the program", () => {
  it.each(["exit", "return", "throw"])("ends by %s", async (ending) => {
    await start(NOWHERE, 0, 5_000, ending).ended;
    await start(collector.url, 5_000, 10, "return").ended;
    await drain();
    const crash = ending === "throw" ? ["Uncaught exception"] : [];
    expect(received()).toEqual([...logged(0, 5_000), ...crash, ...logged(5_000, 10)]);
    expect(collector.complaints).toEqual([]);
    expect(left()).toEqual([]);
  });

  it("is killed, again and again", async () => {
    const expected: string[] = [];
    for (let round = 0; round < 4; round++) {
      const bot = start(NOWHERE, round * 1_000, 999, "stay");
      await bot.ready;
      bot.kill();
      await bot.ended;
      expected.push(...logged(round * 1_000, 999));
    }
    expect(left().filter((name) => name.includes("@"))).toHaveLength(4);
    await drain();
    expect([...received()].sort()).toEqual(expected.sort());
    expect(collector.complaints).toEqual([]);
    expect(left()).toEqual([]);
  });
});

it("has a spool beside its files when it is configured by the environment", async () => {
  const program = `
    import { createLogger } from ${JSON.stringify(LOGGER)};
    const log = createLogger({ service: "bot" });
    for (let i = 0; i < 100; i++) log.info("event " + i);
    process.exit(3);`;
  for (const url of [NOWHERE, collector.url]) {
    const env = { ...process.env, DAYBOOK_URL: url, DAYBOOK_LOG_DIR: dir, DAYBOOK_KEY: "test-key" };
    await once(spawn(process.execPath, ["--input-type=module", "-e", program], { env, stdio: "ignore" }), "exit");
    if (url === NOWHERE) expect(readdirSync(join(dir, ".spool", "bot"))).toHaveLength(1);
  }
  // The second one ends at once: its own events may go before those that it finds.
  if (received().length < 200) await start(collector.url, 0, 0, "return", join(dir, ".spool")).ended;
  expect(received()).toHaveLength(200);
  expect(collector.complaints).toEqual([]);
});

describe("everything arrives once when the program, or a part of it, is killed", () => {
  it("while it sends what others left", async () => {
    const first = start(NOWHERE, 0, 5_000, "stay");
    await first.ready;
    first.kill();
    await first.ended;
    let batches = 0;
    // Each of them gets one batch through, and is killed while the next one is under way.
    for (let round = 0; round < 3; round++) {
      let release = (): void => {};
      const until = new Promise<void>((resolve) => (release = resolve));
      collector.plan({ kind: "accept" }, { kind: "wait", until });
      const bot = start(collector.url, 0, 0, "stay");
      batches += 2;
      await collector.asked(batches);
      bot.kill();
      await bot.ended;
      release();
    }
    await drain();
    expect(received()).toEqual(logged(0, 5_000));
    expect(collector.complaints).toEqual([]);
    expect(left()).toEqual([]);
  });

  it("in a thread that is terminated", async () => {
    await start(NOWHERE, 0, 500, "thread").ended;
    await drain();
    expect(received()).toEqual(logged(0, 500));
    expect(collector.complaints).toEqual([]);
    expect(left()).toEqual([]);
  });

  it("while another process of it runs, which leaves the living one's spool alone", async () => {
    const refusing = await startFakeCollector();
    refusing.plan(...Array.from({ length: 1_000 }, () => ({ kind: "answer", status: 503 }) as const));
    const living = start(refusing.url, 0, 100, "stay");
    // Who sends has looked for what others left before: it will not take what the other leaves now.
    await refusing.asked(1);
    const killed = start(NOWHERE, 1_000, 100, "stay");
    await killed.ready;
    killed.kill();
    await killed.ended;
    // A program that ends at once may be gone before it has looked for what others left: the next one looks again.
    for (let i = 0; i < 40 && received().length === 0; i++) await start(collector.url, 0, 0, "return").ended;
    expect(received()).toEqual(logged(1_000, 100));
    living.kill();
    await living.ended;
    await refusing.close();
    await drain();
    expect(received()).toEqual([...logged(1_000, 100), ...logged(0, 100)]);
    expect(collector.complaints).toEqual([]);
  });
});
