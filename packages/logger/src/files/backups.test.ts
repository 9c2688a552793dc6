import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listBackups, putAside } from "./backups.ts";

const DAY = Date.UTC(2026, 10, 21, 23, 59);
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-backups-"));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

function rotate(content: string, nowMs: number, keep: number): void {
  writeFileSync(join(dir, "a.log"), content);
  putAside(dir, "a", nowMs, keep);
}

it("numbers within a day, and sorts by age", () => {
  rotate("1", DAY, 10);
  rotate("2", DAY, 10);
  rotate("3", DAY + 60_000, 10);
  const names = listBackups(dir, "a");
  expect(names).toEqual(["a.2026-11-21.001.log", "a.2026-11-21.002.log", "a.2026-11-22.001.log"]);
  expect(names.map((name) => readFileSync(join(dir, name), "utf8"))).toEqual(["1", "2", "3"]);
});

it("removes the oldest of its own, and nothing else", () => {
  for (const name of ["b.2026-11-20.001.log", "a.2026-11-20.notes", "ab.2026-11-20.001.log"])
    writeFileSync(join(dir, name), "");
  for (const content of ["1", "2", "3"]) rotate(content, DAY, 2);
  expect(readdirSync(dir).sort()).toEqual([
    "a.2026-11-20.notes",
    "a.2026-11-21.002.log",
    "a.2026-11-21.003.log",
    "ab.2026-11-20.001.log",
    "b.2026-11-20.001.log",
  ]);
});

it("keeps none when none are asked for", () => {
  rotate("1", DAY, 0);
  expect(readdirSync(dir)).toEqual([]);
});
