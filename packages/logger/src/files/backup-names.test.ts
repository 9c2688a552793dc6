import { expect, it } from "vitest";
import { nextBackupName, parseBackups } from "./backup-names.ts";

const names = (stem: string, files: string[]): string[] => parseBackups(files, stem).map(({ name }) => name);

it("lists what belongs to the name, oldest first, compressed or not", () => {
  const files = [
    "a.2026-11-21.1000.log",
    "a.2026-11-21.999.log.gz",
    "a.2026-11-21.002.log.gz",
    "a.2026-11-21.002.log",
    "a.2026-11-20.003.log.gz",
  ];
  expect(names("a", files)).toEqual([
    "a.2026-11-20.003.log.gz",
    "a.2026-11-21.002.log",
    "a.2026-11-21.002.log.gz",
    "a.2026-11-21.999.log.gz",
    "a.2026-11-21.1000.log",
  ]);
});

it.each([
  "a.log",
  "b.2026-11-20.001.log",
  "ba.2026-11-20.001.log",
  "a.2026-11-20.log",
  "a.2026-11-20.01.log",
  "a.2026-11-20.001.log.gz.tmp",
  ".a.2026-11-20.001.log.gz.x.tmp",
  "a.2026-11-20.notes",
  "axb.2026-11-20.001.log",
])("leaves %s alone", (name) => {
  expect(names("a", [name])).toEqual([]);
  expect(names("a.b", [name])).toEqual([]);
});

it("numbers within a day", () => {
  expect(nextBackupName("a", [], "2026-11-21")).toBe("a.2026-11-21.001.log");
  const backups = parseBackups(["a.2026-11-21.009.log.gz"], "a");
  expect(nextBackupName("a", backups, "2026-11-21")).toBe("a.2026-11-21.010.log");
  expect(nextBackupName("a", backups, "2026-11-22")).toBe("a.2026-11-22.001.log");
});

it("never sorts a new file before an older one", () => {
  const backups = parseBackups(["a.2026-11-21.009.log"], "a");
  expect(nextBackupName("a", backups, "2026-11-20")).toBe("a.2026-11-21.010.log");
});
