import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { readLogs } from "../test-support/read-logs.ts";
import { listBackups } from "./backup-names.ts";
import { Upkeep } from "./upkeep.ts";

const WRITERS = fileURLToPath(new URL("../test-support/writers.mjs", import.meta.url));
const PROCESSES = 4;
const THREADS = 2;
/** `npm run soak -- writers` has ten times as many. */
const LINES = Number(process.env["DAYBOOK_WRITERS_LINES"] ?? 25_000);
const SINK = { files: [{ name: "audit" }], maxSizeBytes: Math.max(64_000, LINES * 40), backupCount: 100_000 };
const TIMEOUT_MS = 60_000 + LINES * 10;

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-writers-"));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

interface Writers {
  readonly child: ChildProcess;
  /** Resolves when a thread of it has logged half of its lines. */
  readonly half: Promise<unknown>;
  readonly exited: Promise<unknown[]>;
  readonly complaints: string[];
}

function start(name: string, lines = LINES, terminate?: number): Writers {
  const plan = JSON.stringify({ dir, name, threads: THREADS, lines, terminate, sink: SINK });
  const child = spawn(process.execPath, [WRITERS, plan], { stdio: ["ignore", "pipe", "pipe"] });
  const complaints: string[] = [];
  child.stderr.on("data", (text: Buffer) => complaints.push(text.toString()));
  return { child, complaints, half: once(child.stdout, "data"), exited: once(child, "exit") };
}

/** Compresses what the writers had no time for, as the next start would. */
async function finish(): Promise<void> {
  const faults: unknown[] = [];
  const upkeep = new Upkeep({
    dir,
    rules: [{ stem: "audit", backupCount: SINK.backupCount, maxAgeDays: Infinity, compress: true }],
    maxTotalBytes: Infinity,
    today: () => "2026-11-21",
    onFault: (...fault) => faults.push(fault),
  });
  upkeep.request();
  const left = (): boolean => listBackups(dir, "audit").some(({ compressed }) => !compressed);
  await vi.waitFor(() => expect(left()).toBe(false), { timeout: TIMEOUT_MS, interval: 50 });
  await upkeep.stop();
  expect(faults).toEqual([]);
  expect(readdirSync(dir).filter((name) => name.startsWith("."))).toEqual([]);
}

interface Found {
  /** Numbers of each writer's lines, in the order of the files. */
  readonly numbers: Map<string, number[]>;
  readonly broken: string[];
}

function read(): Found {
  const numbers = new Map<string, number[]>();
  const broken: string[] = [];
  for (const line of readLogs(dir, "audit")) {
    const record = parse(line);
    if (record === undefined) broken.push(line);
    else {
      const { writer, n } = record.data;
      const known = numbers.get(writer);
      if (known === undefined) numbers.set(writer, [n]);
      else known.push(n);
    }
  }
  return { numbers, broken };
}

function parse(line: string): { data: { writer: string; n: number } } | undefined {
  try {
    return JSON.parse(line) as { data: { writer: string; n: number } };
  } catch {
    return undefined;
  }
}

/** Where the numbers are not 0, 1, 2 …: a line twice, missing or out of order. */
const firstWrong = (numbers: readonly number[]): number => numbers.findIndex((n, at) => n !== at);

function expectAll(found: Found, names: readonly string[], lines = LINES): void {
  for (const name of names) {
    for (let thread = 0; thread < THREADS; thread++) {
      const numbers = found.numbers.get(`${name}t${thread}`) ?? [];
      expect([name, thread, numbers.length, firstWrong(numbers)]).toEqual([name, thread, lines, -1]);
    }
  }
}

const ALL = Array.from({ length: PROCESSES }, (_, i) => `p${i}`);

it(
  "has every line whole, once and in order per thread",
  async () => {
    const writers = ALL.map((name) => start(name));
    for (const { exited } of writers) expect(await exited).toEqual([0, null]);
    expect(writers.flatMap(({ complaints }) => complaints)).toEqual([]);
    // As the writers left it, and with everything compressed.
    for (const settle of [async () => {}, finish]) {
      await settle();
      const found = read();
      expect(found.broken).toEqual([]);
      expectAll(found, ALL);
    }
  },
  TIMEOUT_MS,
);

it(
  "has that when one process is killed and a thread of another is terminated; of these the lines up to then",
  async () => {
    const [killed, ended, ...others] = [start("p0"), start("p1", LINES, 0), start("p2"), start("p3")] as const;
    await killed.half;
    killed.child.kill("SIGKILL");
    expect(await killed.exited).toEqual([null, "SIGKILL"]);
    for (const { exited } of [ended, ...others]) expect(await exited).toEqual([0, null]);
    expect([ended, ...others].flatMap(({ complaints }) => complaints)).toEqual([]);
    // Another start goes on where the dead ones stopped.
    const last = start("p4", 1_000);
    expect(await last.exited).toEqual([0, null]);
    await finish();
    const found = read();
    // What a writer was at when it died may be torn, but nobody else's line.
    expect(found.broken.length).toBeLessThanOrEqual(THREADS + 1);
    for (const line of found.broken) expect(line).not.toContain('{"timestamp"', 1);
    for (const writer of ["p0t0", "p0t1", "p1t0"]) expect(firstWrong(found.numbers.get(writer) ?? [])).toBe(-1);
    expect(firstWrong(found.numbers.get("p1t1") ?? [])).toBe(-1);
    expect(found.numbers.get("p1t1")).toHaveLength(LINES);
    expectAll(found, ["p2", "p3"]);
    expectAll(found, ["p4"], 1_000);
  },
  TIMEOUT_MS,
);
