import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import type { Level } from "@daybook/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EventKinds } from "../core/event-kinds.ts";
import { FILE_BUFFER_LENGTH, FILE_RETRY_MS } from "../limits.ts";
import { readLogs } from "../test-support/read-logs.ts";
import { DayClock } from "./day-clock.ts";
import type { LogFileOptions } from "./log-file.ts";
import { LogFile } from "./log-file.ts";
import type { OverflowOption } from "./overflow.ts";
import { parseOverflow } from "./overflow.ts";
import { SEAL } from "./seal.ts";

const kinds = new EventKinds();
let root: string;
let dir: string;
let path: string;
let file: LogFile;
let faults: unknown[];
let losses: { count: number; audited: number }[];
let opened: () => void;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  root = mkdtempSync(join(tmpdir(), "daybook-log-file-"));
  dir = join(root, "logs");
  path = join(dir, "a.log");
  faults = [];
  losses = [];
  opened = () => {};
});

afterEach(() => {
  file.close();
  vi.useRealTimers();
  rmSync(root, { recursive: true, force: true });
});

function start(options: Partial<LogFileOptions> = {}, overflow: OverflowOption = "drop-newest"): void {
  file = new LogFile({
    dir,
    stem: "a",
    maxSizeBytes: 1e12,
    clock: new DayClock(Date.now, "size"),
    byDay: false,
    nowMs: Date.now,
    overflow: parseOverflow(overflow),
    onFault: (error) => faults.push(error),
    onOpened: () => opened(),
    onDropped: (count, audited) => losses.push({ count, audited }),
    ...options,
  });
}

const add = (line: string, level: Level = "INFO"): void => file.add(line, kinds.get("log", level));
const addAudited = (line: string): void => file.add(line, kinds.get("trade_exit", "TRADE_EXECUTED"));
/** Something that is not a directory stands where the directory should be. */
const block = (): void => writeFileSync(dir, "in the way");
const unblock = (): void => rmSync(dir);
const lines = (): string[] => readLogs(dir, "a");

function comesBack(): void {
  unblock();
  vi.advanceTimersByTime(FILE_RETRY_MS);
  expect(file.flushSync()).toBe(true);
}

describe("lines that came too late into a file", () => {
  const aside = (): string => join(dir, "a.2026-11-21.001.log");

  /** Once: between the look at the file's size and the write, another puts the file aside. */
  function putAsideOnce(sealed: boolean): void {
    opened = () => {
      opened = () => {};
      renameSync(path, aside());
      if (sealed) appendFileSync(aside(), SEAL);
    };
  }

  it("are written to the next when that one is sealed", () => {
    start();
    putAsideOnce(true);
    add("1");
    add("2");
    file.flushSync();
    expect(readFileSync(path, "utf8")).toBe("1\n2\n");
    expect(lines()).toEqual(["1", "2"]);
  });

  it("stay there when it is not", () => {
    start();
    putAsideOnce(false);
    add("1");
    file.flushSync();
    expect(existsSync(path)).toBe(false);
    add("2");
    file.flushSync();
    expect(lines()).toEqual(["1", "2"]);
  });

  it("keep their order also when the write was under way", async () => {
    start();
    putAsideOnce(true);
    add("1");
    file.pump();
    add("2");
    file.flushSync();
    add("3");
    await file.flush();
    expect(readFileSync(path, "utf8")).toBe("1\n2\n3\n");
  });

  it("are written again when somebody deleted the file under them", async () => {
    start();
    opened = () => {
      opened = () => {};
      rmSync(path);
    };
    add("1");
    await file.flush();
    expect(readFileSync(path, "utf8")).toBe("1\n");
  });
});

describe("when the disk takes nothing and the memory for lines is full", () => {
  const FILLER = "x".repeat(9_999);
  const FULL = Math.floor(FILE_BUFFER_LENGTH / 10_000) + 1;

  function fill(count: number, from = 0): void {
    for (let i = from; i < from + count; i++) add(`${i} ${FILLER}`);
  }

  const numbers = (): number[] => lines().map((line) => Number(line.split(" ")[0]));

  beforeEach(() => block());

  it("drop-newest keeps what waits", () => {
    start();
    fill(FULL + 100);
    comesBack();
    expect(numbers()).toEqual(Array.from({ length: numbers().length }, (_, i) => i));
    expect(losses).toEqual([{ count: FULL + 100 - numbers().length, audited: 0 }]);
  });

  it("drop-oldest keeps what comes", () => {
    start({}, "drop-oldest");
    fill(FULL + 100);
    comesBack();
    const kept = numbers();
    expect(kept.at(-1)).toBe(FULL + 99);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => FULL + 100 - kept.length + i));
    expect(losses).toEqual([{ count: FULL + 100 - kept.length, audited: 0 }]);
  });

  it("each level has its own way", () => {
    start({}, { WARNING: "drop-oldest" });
    fill(FULL + 10);
    add("-1 info");
    add("-2 warning", "WARNING");
    comesBack();
    expect(numbers()).not.toContain(-1);
    expect(numbers().at(-1)).toBe(-2);
    expect(numbers()).not.toContain(0);
  });

  it("audited lines take the place of others, and are the last to go", () => {
    start();
    fill(FULL + 10);
    const many = Math.ceil((2.5 * FILE_BUFFER_LENGTH) / 10_000);
    for (let i = 0; i < many; i++) addAudited(`${1_000_000 + i} ${FILLER}`);
    comesBack();
    const audited = numbers().filter((n) => n >= 1_000_000);
    expect(numbers()).toEqual(audited);
    expect(audited).toEqual(Array.from({ length: audited.length }, (_, i) => 1_000_000 + i));
    expect(audited.length * 10_000).toBeGreaterThan(1.9 * FILE_BUFFER_LENGTH);
    expect(losses).toEqual([{ count: FULL + 10 + many - audited.length, audited: many - audited.length }]);
  });

  it("block waits for the disk once, for a bounded time", () => {
    start({ onFault: (error) => void (faults.push(error) === 20 && unblock()) }, "block");
    fill(FULL + 100);
    expect(file.flushSync()).toBe(true);
    expect(numbers()).toHaveLength(FULL + 100);
    expect(losses).toEqual([]);
  });
});

describe("syncDurable", () => {
  it("returns when the lines are in the file", () => {
    start();
    add("1");
    file.syncDurable();
    expect(readFileSync(path, "utf8")).toBe("1\n");
    file.syncDurable();
  });

  it("covers files that were put aside before and after", () => {
    start({ maxSizeBytes: 1_024 });
    for (let i = 0; i < 4; i++) add(`${i}${"x".repeat(600)}`);
    file.syncDurable();
    for (let i = 4; i < 8; i++) add(`${i}${"x".repeat(600)}`);
    file.syncDurable();
    expect(lines().map((line) => line[0])).toEqual(["0", "1", "2", "3", "4", "5", "6", "7"]);
  });

  it("throws when the lines cannot be written, and later does not", () => {
    block();
    start();
    add("1");
    expect(() => file.syncDurable()).toThrow("EEXIST");
    unblock();
    file.syncDurable();
    expect(lines()).toEqual(["1"]);
  });

  // These devices take each write, or refuse it, and cannot be synced.
  it.each([
    ["/dev/full", "ENOSPC"],
    ["/dev/null", "EINVAL"],
  ])("throws when the disk fails (%s: %s)", (device, code) => {
    mkdirSync(dir);
    symlinkSync(device, path);
    start();
    add("1");
    expect(() => file.syncDurable()).toThrow(code);
    rmSync(path);
  });
});

it("writes nothing past a write that does not come to an end", async () => {
  mkdirSync(dir);
  execFileSync("mkfifo", [path]);
  start();
  // More than a pipe holds: the kernel takes the rest when somebody reads.
  const long = "x".repeat(200_000);
  add(long);
  file.pump();
  add("next");
  expect(file.flushSync()).toBe(false);
  expect(file.flushSync()).toBe(false);
  expect(() => file.syncDurable()).toThrow("longer than");
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const written = `${long}\nnext\n`;
  let read = "";
  const flushed = file.flush();
  while (read.length < written.length) {
    read += readSome(reader);
    await turn();
  }
  await flushed;
  closeSync(reader);
  expect(read).toBe(written);
});

function readSome(fd: number): string {
  const bytes = Buffer.alloc(100_000);
  try {
    return bytes.toString("latin1", 0, readSync(fd, bytes));
  } catch {
    // Nothing there just now.
    return "";
  }
}

it("goes on growing when a file cannot be put aside, says so once in a while, and tries again", () => {
  let now = Date.now();
  start({ maxSizeBytes: 1_024, nowMs: () => now });
  // The lock's name is taken by what cannot be removed as a file.
  const lock = join(dir, ".a.lock");
  mkdirSync(lock, { recursive: true });
  utimesSync(lock, 0, 0);
  for (let i = 0; i < 4; i++) add(`${i}${"x".repeat(600)}`);
  file.flushSync();
  expect(faults).toHaveLength(1);
  expect(readFileSync(path, "utf8").split("\n")).toHaveLength(5);
  rmSync(lock, { recursive: true });
  now += FILE_RETRY_MS;
  add("4");
  file.flushSync();
  expect(readFileSync(path, "utf8")).toBe("4\n");
  expect(lines().map((line) => line[0])).toEqual(["0", "1", "2", "3", "4"]);
});
