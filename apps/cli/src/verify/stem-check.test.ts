import type { LogRecord } from "@daybook/protocol";
import { expect, test } from "vitest";
import type { LogFile } from "../log-dir/list-log-files.ts";
import { MAX_WATCHED_WRITERS } from "../limits.ts";
import { Findings } from "./findings.ts";
import { StemCheck } from "./stem-check.ts";

const FILE = { path: "a.log" } as LogFile;

function check(records: readonly Partial<LogRecord>[]): { kinds: string[]; unwatched: boolean } {
  const findings = new Findings();
  const stem = new StemCheck(findings);
  stem.begin(FILE);
  for (const [at, record] of records.entries())
    stem.event(FILE, at + 1, { id: `${at}`, service: "s", ...record } as LogRecord, true);
  stem.end(records.length);
  return { kinds: findings.named.map(({ kind }) => kind), unwatched: stem.unwatched };
}

test("times rise within a producer or process, not between them", () => {
  expect(
    check([
      { timestamp: "2", pid: 1 },
      { timestamp: "1", pid: 2 },
    ]).kinds,
  ).toEqual([]);
  expect(
    check([
      { timestamp: "2", pid: 1 },
      { timestamp: "1", pid: 1 },
    ]).kinds,
  ).toEqual(["time_backwards"]);
  expect(
    check([
      { timestamp: "2", pid: 1, host: "a" },
      { timestamp: "1", pid: 1, host: "b" },
    ]).kinds,
  ).toEqual([]);
  expect(
    check([
      { timestamp: "2", producer: "p" },
      { timestamp: "1", producer: "p" },
    ]).kinds,
  ).toEqual(["time_backwards"]);
  expect(check([{ timestamp: "2" }, { timestamp: "1" }]).kinds).toEqual([]);
});

test("each step back is told once", () => {
  const times = ["1", "5", "2", "3", "4"].map((timestamp) => ({ timestamp, pid: 1 }));
  expect(check(times).kinds).toEqual(["time_backwards"]);
});

test("writers beyond the limit are not followed, and it is known", () => {
  const many = Array.from({ length: MAX_WATCHED_WRITERS + 1 }, (_, pid) => ({ timestamp: "2", pid }));
  expect(check(many)).toEqual({ kinds: [], unwatched: true });
  expect(check(many.slice(1)).unwatched).toBe(false);
});
