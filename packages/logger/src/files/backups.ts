import { readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Files that were put aside for one log file, oldest first. */
export function listBackups(dir: string, stem: string): string[] {
  const pattern = backupPattern(stem);
  return readdirSync(dir)
    .filter((name) => pattern.test(name))
    .sort();
}

/**
 * Puts `${stem}.log` aside as `${stem}.2026-11-21.003.log` (UTC day, number within the day) and removes
 * the oldest so that `keep` remain. The names sort by age. Throws what the file system throws.
 */
export function putAside(dir: string, stem: string, nowMs: number, keep: number): void {
  const path = join(dir, `${stem}.log`);
  const backups = listBackups(dir, stem);
  if (keep === 0) rmSync(path, { force: true });
  else {
    const name = nextName(stem, backups, nowMs);
    renameSync(path, join(dir, name));
    backups.push(name);
  }
  for (const name of backups.slice(0, Math.max(0, backups.length - keep))) rmSync(join(dir, name), { force: true });
}

function nextName(stem: string, backups: readonly string[], nowMs: number): string {
  let day = new Date(nowMs).toISOString().slice(0, 10);
  const last = backupPattern(stem).exec(backups.at(-1) ?? "");
  let number = 1;
  // A clock that went back must not sort a new file before an older one.
  if (last !== null && (last[1] as string) >= day) {
    day = last[1] as string;
    number = Number(last[2]) + 1;
  }
  return `${stem}.${day}.${String(number).padStart(3, "0")}.log`;
}

function backupPattern(stem: string): RegExp {
  const literal = stem.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal}\\.(\\d{4}-\\d{2}-\\d{2})\\.(\\d{3,})\\.log$`);
}
