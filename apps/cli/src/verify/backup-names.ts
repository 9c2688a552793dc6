import { dirname } from "node:path";
import type { LogFile } from "../log-dir/list-log-files.ts";
import type { Finding } from "./findings.ts";

/** Files that follow each other: one stem in one directory. */
export function stemOf({ path, name }: Pick<LogFile, "path" | "name">): string {
  return `${dirname(path)}/${name.stem}`;
}

/**
 * Holes in the numbers of backups. Within a day they count from 1 without a hole; old ones go by retention, so that the
 * first that is there may have any number. Whether the last ones of a day are there cannot be seen.
 */
export function findMissingBackups(files: readonly LogFile[]): Finding[] {
  const findings: Finding[] = [];
  const before = new Map<string, LogFile>();
  for (const file of files) {
    const { kind, day, number } = file.name;
    if (kind !== "backup") continue;
    const last = before.get(stemOf(file));
    before.set(stemOf(file), file);
    if (last === undefined) continue;
    const expected = last.name.day === day ? last.name.number + 1 : 1;
    if (number <= expected) continue;
    const which = number - 1 === expected ? `number ${expected}` : `numbers ${expected} to ${number - 1}`;
    const detail = `${which} of ${day} ${number - 1 === expected ? "is" : "are"} missing before it`;
    findings.push({ kind: "missing_backup", path: file.path, detail });
  }
  return findings;
}

/** Compressed files whose uncompressed form is there too, as a compression that was broken off leaves them. */
export function findTwins(files: readonly LogFile[]): ReadonlySet<string> {
  const paths = new Set(files.map(({ path }) => path));
  return new Set([...paths].filter((path) => path.endsWith(".gz") && paths.has(path.slice(0, -3))));
}
