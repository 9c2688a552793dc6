import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readLogs } from "../test-support/read-logs.ts";
import { expectComplete, isOneFragment, readWritten, startWriters } from "../test-support/start-writers.ts";

const THREADS = 2;
const LINES = 5_000;
const SINK = { files: [{ name: "a" }], maxSizeBytes: 100_000, backupCount: 100_000 };
const IS_ROOT = process.getuid?.() === 0;
/** Somebody without rights. */
const NOBODY = 65_534;

let root: string;
let dir: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "daybook-full-"));
  chmodSync(root, 0o755);
  dir = join(root, "logs");
  mkdirSync(dir);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const mount = (...args: string[]): void => void execFileSync("mount", [...args, dir]);

it("tears no line when the disk is full under several writers, and loses none when there is room again", async () => {
  // An odd number of pages, and many ends of files: each meets the end of the disk in the middle of a line.
  mount("-t", "tmpfs", "-o", "size=1316k", "tmpfs");
  try {
    const plan = { dir, threads: THREADS, lines: LINES, sink: SINK, hold: true };
    const writers = ["p0", "p1"].map((name) => startWriters({ ...plan, name }));
    await Promise.all(writers.map(async ({ complained }) => complained));
    mount("-o", "remount,size=64m");
    for (const { end, exited } of writers) {
      end();
      expect(await exited).toEqual([0, null]);
    }
    for (const complaint of writers.flatMap(({ complaints }) => complaints)) expect(complaint).toContain("ENOSPC");
    const written = readWritten(dir, "a");
    for (const name of ["p0", "p1"]) expectComplete(written, name, THREADS, LINES);
    // The part of a line that still fitted in stays, ended, and the line follows whole.
    expect(written.broken.length).toBeLessThanOrEqual(10 * THREADS);
    expect(written.broken.filter((line) => !isOneFragment(line))).toEqual([]);
  } finally {
    execFileSync("umount", [dir]);
  }
});

it("keeps its memory and the audited events through a million events for a full disk, and counts what it gives up", async () => {
  const count = 1_000_000;
  mount("-t", "tmpfs", "-o", "size=64k", "tmpfs");
  try {
    const script = fileURLToPath(new URL("../test-support/flood.mjs", import.meta.url));
    const flood = spawn(process.execPath, [script, dir, String(count)], { stdio: ["pipe", "pipe", "inherit"] });
    const exited = once(flood, "exit");
    const [grown] = (await once(flood.stdout, "data")) as [Buffer];
    expect(Number(grown.toString())).toBeLessThan(64 * 1024 * 1024);
    mount("-o", "remount,size=64m");
    flood.stdin.end();
    expect(await exited).toEqual([0, null]);
    const records = readLogs(dir, "a")
      .filter((line) => line.endsWith("}"))
      .map((line) => JSON.parse(line) as { event_type: string; data: { count: number; audited: number } });
    const dropped = records.filter(({ event_type }) => event_type === "logs_dropped").map(({ data }) => data);
    expect(records.filter(({ event_type }) => event_type === "trade_exit")).toHaveLength(count / 100);
    expect(dropped.every(({ audited }) => audited === 0)).toBe(true);
    const lost = dropped.reduce((sum, { count: some }) => sum + some, 0);
    expect(lost).toBeGreaterThan(count / 2);
    expect(records.length - dropped.length + lost).toBe(count);
  } finally {
    execFileSync("umount", [dir]);
  }
});

/** Makes the directory one that the writers cannot change. */
function forbid(): number | undefined {
  chmodSync(dir, 0o555);
  return IS_ROOT ? NOBODY : undefined;
}

it("goes on growing its file where nothing can be renamed, and says so", async () => {
  writeFileSync(join(dir, "a.log"), "");
  if (IS_ROOT) chownSync(join(dir, "a.log"), NOBODY, NOBODY);
  const { exited, complaints } = startWriters({ dir, name: "p0", threads: 1, lines: LINES, sink: SINK }, forbid());
  expect(await exited).toEqual([0, null]);
  expect(complaints.join("")).toContain("EACCES");
  expect(readdirSync(dir)).toEqual(["a.log"]);
  expectComplete(readWritten(dir, "a"), "p0", 1, LINES);
});

it("does not harm the program where nothing can be written, and says so", async () => {
  const { exited, complaints } = startWriters({ dir, name: "p0", threads: 1, lines: LINES, sink: SINK }, forbid());
  expect(await exited).toEqual([0, null]);
  expect(complaints.join("")).toContain("EACCES");
  expect(readdirSync(dir)).toEqual([]);
});
