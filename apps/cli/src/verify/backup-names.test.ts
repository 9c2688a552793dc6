import { expect, test } from "vitest";
import { compareLogNames, parseLogName, type LogName } from "../log-dir/log-names.ts";
import { findMissingBackups, findTwins } from "./backup-names.ts";

const filesOf = (...names: string[]): Parameters<typeof findMissingBackups>[0] =>
  names
    .map((name) => ({
      path: `logs/${name}`,
      name: parseLogName(name) as LogName,
      sizeBytes: 0,
      modifiedMs: 0,
      identity: name,
    }))
    .toSorted((a, b) => compareLogNames(a.name, b.name));

test.each<[string[], string[]]>([
  [["a.log"], []],
  [["a.2026-01-01.007.log", "a.2026-01-01.008.log.gz", "a.2026-01-03.001.log", "a.log"], []],
  [["a.2026-01-01.001.log", "b.2026-01-01.005.log"], []],
  [["a.2026-01-01.999.log", "a.2026-01-01.1000.log"], []],
  [["a.2026-01-01.001.log", "a.2026-01-01.001.log.gz", "a.2026-01-01.002.log"], []],
  [["a.2026-01-01.001.log", "a.2026-01-01.003.log"], ["number 2 of 2026-01-01 is missing before it"]],
  [["a.2026-01-01.001.log", "a.2026-01-02.003.log"], ["numbers 1 to 2 of 2026-01-02 are missing before it"]],
])("%j: %j", (names, details) => {
  expect(findMissingBackups(filesOf(...names)).map(({ detail }) => detail)).toEqual(details);
});

test("both forms of a backup", () => {
  const files = filesOf("a.2026-01-01.001.log", "a.2026-01-01.001.log.gz", "a.2026-01-01.002.log.gz");
  expect([...findTwins(files)]).toEqual(["logs/a.2026-01-01.001.log.gz"]);
});
