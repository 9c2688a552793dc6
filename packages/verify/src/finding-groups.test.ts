import { describe, expect, test } from "vitest";
import type { FindingKind } from "./finding.ts";
import { Findings } from "./finding.ts";
import { groupFindings } from "./finding-groups.ts";

function grouped(...all: readonly [kind: FindingKind, path: string, message: string, index?: number][]): string[] {
  const findings = new Findings();
  for (const [kind, path, message, index] of all) findings.add(kind, path, message, index);
  const groups = groupFindings(findings.all);
  expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
  return groups.map(({ place, message }) => `${place}: ${message}`);
}

describe("findings", () => {
  test("few are told one by one, in their order", () => {
    expect(
      grouped(
        ["rollback", "checkpoint", "older"],
        ["entry_changed", "tile/entries/000", "changed", 7],
        ["hash_changed", "tile/0/001", "another", 3],
        ["file_missing", "tile/entries/002", "entries 512 to 767 are not there", 512],
        ["count_gap", "tile/entries/003", "one is missing", 800],
        ["entry_changed", "tile/entries/000", "changed", 8],
      ),
    ).toEqual([
      "checkpoint: older",
      "tile/entries/000 entry 7: changed",
      "tile/0/001 hash 3: another",
      "tile/entries/002: entries 512 to 767 are not there",
      "tile/entries/003 entry 800: one is missing",
      "tile/entries/000 entry 8: changed",
    ]);
  });

  test("equal ones side by side are one line, over the ends of files", () => {
    const changed = Array.from(
      { length: 300 },
      (_, i) => ["entry_changed", `tile/entries/00${Math.floor(i / 256)}`, "changed", i] as const,
    );
    expect(
      grouped(
        ...changed.map(([kind, path, message, index]): [FindingKind, string, string, number] => [
          kind,
          path,
          message,
          index,
        ]),
      ),
    ).toEqual(["tile/entries/000 … tile/entries/001 (entries 0 to 299): changed"]);
  });

  test("missing files are counted, whatever is missing between them", () => {
    const missing = Array.from({ length: 20 }, (_, i): [FindingKind, string, string, number?][] => [
      ["file_missing", `tile/0/0${10 + i}`, "the tile is not there"],
      [
        "file_missing",
        `tile/entries/0${10 + i}`,
        `entries ${(10 + i) * 256} to ${(11 + i) * 256 - 1} are not there`,
        (10 + i) * 256,
      ],
    ]);
    expect(grouped(...missing.flat())).toEqual([
      "tile/0/010 … tile/0/029 (20 files): the tile is not there",
      "tile/entries/010 … tile/entries/029 (20 files): entries 2560 to 7679 are not there",
    ]);
  });

  test("what lies apart, or says another thing, is not mixed", () => {
    const rows = Array.from({ length: 16 }, (_, i): [FindingKind, string, string, number] => [
      "hash_changed",
      "tile/0/000",
      i < 8 ? "one" : "two",
      i < 8 ? i : i + 20,
    ]);
    expect(grouped(...rows, ["hash_changed", "tile/0/000", "one", 100])).toEqual([
      "tile/0/000 (8 hashes): one",
      "tile/0/000 (8 hashes): two",
      "tile/0/000 hash 100: one",
    ]);
  });
});
