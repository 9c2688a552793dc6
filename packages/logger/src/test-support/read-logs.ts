import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { listBackups } from "../files/backup-names.ts";
import { SEAL } from "../files/seal.ts";

/** The lines of a log file and of what was put aside for it, oldest first, as docs/design/log-files.md says to read them. */
export function readLogs(dir: string, stem: string): string[] {
  const backups = listBackups(dir, stem);
  const compressed = new Set(backups.filter((backup) => backup.compressed).map(({ name }) => name));
  const lines: string[] = [];
  for (const { name } of backups) {
    if (compressed.has(`${name}.gz`)) continue;
    const bytes = readFileSync(join(dir, name));
    lines.push(...linesOf(compressed.has(name) ? gunzipSync(bytes) : unsealed(bytes)));
  }
  const current = join(dir, `${stem}.log`);
  if (existsSync(current)) lines.push(...linesOf(readFileSync(current)));
  return lines;
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
