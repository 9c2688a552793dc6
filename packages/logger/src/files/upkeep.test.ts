import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LockFile } from "./lock-file.ts";
import type { UpkeepOptions, UpkeepRules } from "./upkeep.ts";
import { Upkeep } from "./upkeep.ts";

const RULES: UpkeepRules = { stem: "a", backupCount: 100, maxAgeDays: Infinity, compress: true };
let dir: string;
let upkeep: Upkeep;
let faults: string[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-upkeep-"));
  faults = [];
});

afterEach(async () => {
  await upkeep.stop();
  rmSync(dir, { recursive: true, force: true });
});

function start(rules: Partial<UpkeepRules> = {}, options: Partial<UpkeepOptions> = {}): void {
  upkeep = new Upkeep({
    dir,
    rules: [{ ...RULES, ...rules }],
    maxTotalBytes: Infinity,
    today: () => "2026-11-21",
    onFault: (what) => faults.push(what),
    ...options,
  });
  upkeep.request();
}

const put = (name: string, text = `${name}\n`): void => writeFileSync(join(dir, name), text);
const names = (): string[] => readdirSync(dir).sort();
const eventually = async (wanted: string[]): Promise<void> =>
  vi.waitFor(() => expect(names()).toEqual(wanted), { timeout: 10_000, interval: 5 });

it("compresses what was put aside, and nothing else", async () => {
  for (const name of ["a.2026-11-20.001.log", "a.2026-11-21.001.log", "a.log", "b.2026-11-20.001.log"]) put(name);
  start();
  await eventually(["a.2026-11-20.001.log.gz", "a.2026-11-21.001.log.gz", "a.log", "b.2026-11-20.001.log"]);
  expect(gunzipSync(readFileSync(join(dir, "a.2026-11-20.001.log.gz"))).toString()).toBe("a.2026-11-20.001.log\n");
  put("a.2026-11-21.002.log");
  upkeep.request();
  await vi.waitFor(() => expect(names()).toContain("a.2026-11-21.002.log.gz"));
  expect(faults).toEqual([]);
});

it("leaves files as they are when they are not to be compressed, but finishes what was begun", async () => {
  for (const name of ["a.2026-11-20.001.log", "a.2026-11-20.002.log", ".a.2026-11-20.002.log.gz.1-0-x.tmp"]) put(name);
  start({ compress: false });
  await eventually(["a.2026-11-20.001.log", "a.2026-11-20.002.log.gz"]);
});

it("removes what a dead process left half done", async () => {
  put("a.2026-11-20.001.log");
  put(".a.2026-11-20.001.log.gz.1-0-x.tmp", "half");
  put(".a.2026-11-19.001.log.gz.1-0-x.tmp", "its file is gone");
  put(".b.2026-11-19.001.log.gz.1-0-x.tmp", "not ours");
  start();
  await eventually([".b.2026-11-19.001.log.gz.1-0-x.tmp", "a.2026-11-20.001.log.gz"]);
});

it("leaves a name alone that is only reserved", async () => {
  put("a.2026-11-20.001.log", "");
  put("a.2026-11-20.002.log");
  start();
  await eventually(["a.2026-11-20.001.log", "a.2026-11-20.002.log.gz"]);
});

it("removes what nobody is to keep before it returns, and counts what compressing saves", async () => {
  for (let i = 1; i <= 3; i++) put(`a.2026-11-2${i}.001.log`, "x".repeat(10_000));
  start({ backupCount: 2 }, { maxTotalBytes: 20_000 });
  expect(names()).toEqual(["a.2026-11-22.001.log", "a.2026-11-23.001.log"]);
  await eventually(["a.2026-11-22.001.log.gz", "a.2026-11-23.001.log.gz"]);
});

it("lets another process compress, and looks again when that one has ended", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  put("a.2026-11-20.001.log");
  const lock = LockFile.tryAcquire(join(dir, ".compress.lock"), 60_000);
  start();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(names()).toEqual([".compress.lock", "a.2026-11-20.001.log"]);
  lock?.release();
  await vi.advanceTimersByTimeAsync(5_000);
  vi.useRealTimers();
  await eventually(["a.2026-11-20.001.log.gz"]);
});

it("says which file it cannot compress, and goes on with the others", async () => {
  for (const name of ["a.2026-11-20.001.log", "a.2026-11-21.001.log"]) put(name);
  mkdirSync(join(dir, "a.2026-11-20.001.log.gz"));
  start();
  await vi.waitFor(() => expect(names()).toContain("a.2026-11-21.001.log.gz"));
  expect(faults).toEqual(["cannot compress a.2026-11-20.001.log"]);
  expect(existsSync(join(dir, "a.2026-11-20.001.log"))).toBe(true);
});

it("says that it cannot look at a directory that is gone", async () => {
  rmSync(dir, { recursive: true });
  start();
  await vi.waitFor(() => expect(faults).toEqual(["cannot remove old files", "cannot compress"]));
});

it("stops in the middle, and leaves the file", async () => {
  put("a.2026-11-20.001.log", "x\n".repeat(5_000_000));
  start();
  await vi.waitFor(() => expect(names().some((name) => name.endsWith(".tmp"))).toBe(true), { interval: 1 });
  await upkeep.stop();
  expect(names()).toEqual(["a.2026-11-20.001.log"]);
  expect(faults).toEqual([]);
});
