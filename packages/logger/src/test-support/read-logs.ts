import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { listBackups } from "../files/backup-names.ts";
import { SEAL } from "../files/seal.ts";

/** The lines of a log file and of what was put aside for it, oldest first, as docs/design/log-files.md says to read them. */
export function readLogs(dir: string, stem: string): string[] {
  return [...eachLine(dir, stem)];
}

/** The same, one file in memory at a time. */
export function* eachLine(dir: string, stem: string): Generator<string> {
  const backups = listBackups(dir, stem);
  const compressed = new Set(backups.filter((backup) => backup.compressed).map(({ name }) => name));
  for (const { name } of backups) {
    if (compressed.has(`${name}.gz`)) continue;
    const bytes = readFileSync(join(dir, name));
    yield* linesOf(compressed.has(name) ? gunzipSync(bytes) : unsealed(bytes));
  }
  const current = join(dir, `${stem}.log`);
  if (existsSync(current)) yield* linesOf(readFileSync(current));
}

function unsealed(bytes: Buffer): Buffer {
  const seal = bytes.indexOf(SEAL);
  return seal < 0 ? bytes : bytes.subarray(0, seal);
}

function linesOf(bytes: Buffer): string[] {
  return bytes
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
}
