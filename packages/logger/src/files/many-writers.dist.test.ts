import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Writers } from "../test-support/start-writers.ts";
import { expectComplete, firstWrong, isOneFragment, readWritten, startWriters } from "../test-support/start-writers.ts";
import { listBackups } from "./backup-names.ts";
import { compressBackup } from "./compress-backup.ts";
import { putAside } from "./put-aside.ts";
import { SEAL } from "./seal.ts";
import { Upkeep } from "./upkeep.ts";

const PROCESSES = 4;
const THREADS = 2;
/** `npm run soak -- writers` has ten times as many. */
const LINES = Number(process.env["DAYBOOK_WRITERS_LINES"] ?? 25_000);
const SINK = { files: [{ name: "audit" }], maxSizeBytes: Math.max(64_000, LINES * 40), backupCount: 100_000 };
const TIMEOUT_MS = 60_000 + LINES * 10;
const NAMES = Array.from({ length: PROCESSES }, (_, i) => `p${i}`);
const today = (): string => new Date().toISOString().slice(0, 10);

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-writers-"));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

function start(name: string, lines = LINES, terminate?: number): Writers {
  const ending = terminate === undefined ? {} : { terminate };
  return startWriters({ dir, name, threads: THREADS, lines, sink: SINK, ...ending });
}

/** Compresses what the writers had no time for, as the next start would. */
async function finish(): Promise<void> {
  const faults: unknown[] = [];
  const upkeep = new Upkeep({
    dir,
    rules: [{ stem: "audit", backupCount: SINK.backupCount, maxAgeDays: Infinity, compress: true }],
    maxTotalBytes: Infinity,
    today,
    onFault: (...fault) => faults.push(fault),
  });
  upkeep.request();
  const left = (): boolean => listBackups(dir, "audit").some(({ compressed }) => !compressed);
  await vi.waitFor(() => expect(left()).toBe(false), { timeout: TIMEOUT_MS, interval: 50 });
  await upkeep.stop();
  expect(faults).toEqual([]);
  expect(readdirSync(dir).filter((name) => name.startsWith("."))).toEqual([]);
}

function expectAll(names: readonly string[]): void {
  const written = readWritten(dir, "audit");
  expect(written.broken).toEqual([]);
  for (const name of names) expectComplete(written, name, THREADS, LINES);
}

it(
  "has every line whole, once and in order per thread",
  async () => {
    const writers = NAMES.map((name) => start(name));
    for (const { exited } of writers) expect(await exited).toEqual([0, null]);
    expect(writers.flatMap(({ complaints }) => complaints)).toEqual([]);
    expectAll(NAMES);
    await finish();
    expectAll(NAMES);
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
    expect(await start("p4", 1_000).exited).toEqual([0, null]);
    await finish();
    const written = readWritten(dir, "audit");
    // What a writer was at when it died may be torn, but nobody else's line.
    expect(written.broken.length).toBeLessThanOrEqual(THREADS + 1);
    expect(written.broken.filter((line) => !isOneFragment(line))).toEqual([]);
    for (const writer of ["p0t0", "p0t1", "p1t0"]) expect(firstWrong(written.numbers.get(writer))).toBe(-1);
    expect(firstWrong(written.numbers.get("p1t1"))).toBe(-1);
    expect(written.numbers.get("p1t1")).toHaveLength(LINES);
    for (const name of ["p2", "p3"]) expectComplete(written, name, THREADS, LINES);
    expectComplete(written, "p4", THREADS, 1_000);
  },
  TIMEOUT_MS,
);

/** Puts the file aside and seals it at once, all the time. */
async function harass(isOver: () => boolean): Promise<void> {
  const path = join(dir, "audit.log");
  const options = { signal: new AbortController().signal, pause: async (): Promise<void> => {} };
  while (!isOver()) {
    await turn();
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined || stats.size === 0 || putAside(dir, "audit", stats.ino, today()) === "busy") continue;
    const name = listBackups(dir, "audit").findLast(({ compressed }) => !compressed)?.name;
    const backup = join(dir, name ?? "");
    if (name === undefined || !existsSync(backup) || statSync(backup).ino !== stats.ino) continue;
    appendFileSync(backup, SEAL);
    await compressBackup(backup, join(dir, ".harass"), options);
  }
}

it(
  "has that when files are put aside and sealed under the writers all the time",
  async () => {
    const sink = { ...SINK, compress: false };
    const lines = Math.ceil(LINES / 5);
    const writers = NAMES.map((name) => startWriters({ dir, name, threads: THREADS, lines, sink }));
    let running = true;
    const harassed = harass(() => !running);
    for (const { exited } of writers) expect(await exited).toEqual([0, null]);
    running = false;
    await harassed;
    expect(writers.flatMap(({ complaints }) => complaints)).toEqual([]);
    const written = readWritten(dir, "audit");
    expect(written.broken).toEqual([]);
    for (const name of NAMES) expectComplete(written, name, THREADS, lines);
  },
  TIMEOUT_MS,
);
