import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { SpoolSegments } from "./spool-segments.ts";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-spool-segments-"));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

it("are the numbered files of a directory, and new ones come behind them", () => {
  for (const name of ["00000007.spool", "00000003.spool", "acked", "7.spool"]) writeFileSync(join(dir, name), "12345");
  const segments = SpoolSegments.of(dir);
  expect(segments.list.map(({ path, end, isOurs }) => [path.slice(-14), end, isOurs])).toEqual([
    ["00000003.spool", 5, false],
    ["00000007.spool", 5, false],
  ]);
  expect(segments.bytes).toBe(10);
  const { segment } = segments.toWrite();
  expect(segment.path).toBe(join(dir, "00000008.spool"));
  expect([segments.isOpen(segment), segments.toWrite().segment === segment]).toEqual([true, true]);
  segments.remove(segment);
  expect(segments.isOpen(segment)).toBe(false);
  expect(readdirSync(dir)).not.toContain("00000008.spool");
});

it("are none where there is no directory, or no directory yet", () => {
  expect(SpoolSegments.of(join(dir, "nothing")).list).toEqual([]);
  writeFileSync(join(dir, "file"), "");
  const blocked = SpoolSegments.of(join(dir, "file", "spool"));
  expect(blocked.list).toEqual([]);
  expect(() => blocked.toWrite()).toThrow("ENOTDIR");
  expect(blocked.list).toEqual([]);
});
