import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { parseBackups } from "./backup-names.ts";
import type { RetentionRules } from "./retention.ts";
import { expiredBackups, removeExpired } from "./retention.ts";

const TODAY = "2026-11-21";
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-retention-"));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

const rules = (given: Partial<RetentionRules> = {}): RetentionRules => ({
  stem: "a",
  backupCount: 100,
  maxAgeDays: Infinity,
  ...given,
});

function expired(files: string[], given: Partial<RetentionRules>): string[] {
  return expiredBackups(parseBackups(files, "a"), rules(given), TODAY).sort();
}

const FILES = ["a.2026-11-19.001.log.gz", "a.2026-11-20.001.log.gz", "a.2026-11-20.002.log"];

it("keeps the newest by count", () => {
  expect(expired(FILES, { backupCount: 3 })).toEqual([]);
  expect(expired(FILES, { backupCount: 1 })).toEqual(FILES.slice(0, 2));
  expect(expired(FILES, { backupCount: 0 })).toEqual(FILES);
});

it("counts a file and its compressed twin once, and removes both", () => {
  const files = ["a.2026-11-19.001.log", ...FILES];
  expect(expired(files, { backupCount: 3 })).toEqual([]);
  expect(expired(files, { backupCount: 2 })).toEqual(files.slice(0, 2));
});

it("keeps by age in days", () => {
  expect(expired(FILES, { maxAgeDays: 2 })).toEqual([]);
  expect(expired(FILES, { maxAgeDays: 1 })).toEqual(FILES.slice(0, 1));
  expect(expired(FILES, { maxAgeDays: 0 })).toEqual(FILES);
});

function file(name: string, size: number, age: number): void {
  writeFileSync(join(dir, name), "x".repeat(size));
  utimesSync(join(dir, name), 1_000_000 - age, 1_000_000 - age);
}

it("keeps all files together below a size, the oldest of any name go first, and touches nothing else", () => {
  file("a.2026-11-20.001.log", 100, 30);
  file("b.2026-11-20.001.log.gz", 100, 40);
  file("a.2026-11-21.001.log", 100, 10);
  file("b.2026-11-21.001.log", 100, 20);
  file("a.log", 1_000, 50);
  file("c.2026-11-20.001.log", 1_000, 60);
  removeExpired(dir, [rules(), rules({ stem: "b" })], TODAY, 250);
  expect(readdirSync(dir).sort()).toEqual([
    "a.2026-11-21.001.log",
    "a.log",
    "b.2026-11-21.001.log",
    "c.2026-11-20.001.log",
  ]);
});

it("goes on behind a file that cannot be removed, and says so", () => {
  mkdirSync(join(dir, "a.2026-11-19.001.log"));
  file("a.2026-11-20.001.log", 1, 1);
  expect(() => removeExpired(dir, [rules({ backupCount: 0 })], TODAY)).toThrow(/directory/i);
  expect(readdirSync(dir)).toEqual(["a.2026-11-19.001.log"]);
});
