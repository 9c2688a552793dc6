import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, expect, it } from "vitest";
import { LockFile } from "./lock-file.ts";

const STALE_MS = 60_000;
let dir: string;
let path: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-lock-"));
  path = join(dir, ".a.lock");
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

const acquire = (): LockFile | undefined => LockFile.tryAcquire(path, STALE_MS);

it("is had by one at a time, and leaves nothing behind", () => {
  const lock = acquire();
  expect(lock).toBeDefined();
  expect(acquire()).toBeUndefined();
  lock?.release();
  expect(existsSync(path)).toBe(false);
  acquire()?.release();
});

it("passes on from a process that is dead", () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(path, `${pid} ${hostname()}\n`);
  const lock = acquire();
  expect(readFileSync(path, "utf8")).toBe(`${process.pid} ${hostname()}\n`);
  lock?.release();
});

it("waits for the age of a lock from another machine, or of one that says nothing", () => {
  for (const content of ["1 elsewhere\n", ""]) {
    writeFileSync(path, content);
    expect(acquire()).toBeUndefined();
    const old = Date.now() / 1000 - STALE_MS / 1000 - 1;
    utimesSync(path, old, old);
    acquire()?.release();
    expect(existsSync(path)).toBe(false);
  }
});

it("stays with a holder who shows signs of life", () => {
  const lock = acquire();
  utimesSync(path, 0, 0);
  lock?.touch();
  expect(acquire()).toBeUndefined();
  lock?.release();
});

it("does not take away what has become another's", () => {
  const lost = acquire();
  utimesSync(path, 0, 0);
  const taken = acquire();
  lost?.release();
  expect(existsSync(path)).toBe(true);
  taken?.release();
  expect(existsSync(path)).toBe(false);
});

it("throws when the directory is not there", () => {
  expect(() => LockFile.tryAcquire(join(dir, "no", ".a.lock"), STALE_MS)).toThrow("ENOENT");
});
