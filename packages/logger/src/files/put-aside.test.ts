import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { LockFile } from "./lock-file.ts";
import { putAside } from "./put-aside.ts";

const DAY = "2026-11-21";
let dir: string;
let path: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-aside-"));
  path = join(dir, "a.log");
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(content: string): number {
  writeFileSync(path, content);
  return statSync(path).ino;
}

it("gives each file the next name", () => {
  for (const content of ["1", "2"]) expect(putAside(dir, "a", write(content), DAY)).toBe("done");
  expect(putAside(dir, "a", write("3"), "2026-11-22")).toBe("done");
  const names = readdirSync(dir).sort();
  expect(names).toEqual(["a.2026-11-21.001.log", "a.2026-11-21.002.log", "a.2026-11-22.001.log"]);
  expect(names.map((name) => readFileSync(join(dir, name), "utf8"))).toEqual(["1", "2", "3"]);
});

it("leaves a file alone that another has begun meanwhile", () => {
  const ino = write("new");
  expect(putAside(dir, "a", ino + 1, DAY)).toBe("done");
  rmSync(path);
  expect(putAside(dir, "a", ino, DAY)).toBe("done");
  expect(readdirSync(dir)).toEqual([]);
});

it("does nothing while another is at it", () => {
  const ino = write("1");
  const lock = LockFile.tryAcquire(join(dir, ".a.lock"), 60_000);
  expect(putAside(dir, "a", ino, DAY)).toBe("busy");
  expect(readFileSync(path, "utf8")).toBe("1");
  lock?.release();
});

it("throws when the rename fails, and leaves file and names as they were", () => {
  // A directory cannot take the place of the file that reserves the name.
  mkdirSync(path);
  expect(() => putAside(dir, "a", statSync(path).ino, DAY)).toThrow("ENOTDIR");
  expect(readdirSync(dir)).toEqual(["a.log"]);
});
