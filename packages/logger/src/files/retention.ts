import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Backup } from "./backup-names.ts";
import { parseBackups } from "./backup-names.ts";
import { dayBefore } from "./day-clock.ts";

/** How long the files put aside for one log file are kept. */
export interface RetentionRules {
  readonly stem: string;
  /** The newest that many. */
  readonly backupCount: number;
  /** Those whose day is at most that many days ago; infinite: all. */
  readonly maxAgeDays: number;
}

/** Names that a rule no longer keeps. `backups` as listed: oldest first. */
export function expiredBackups(backups: readonly Backup[], rules: RetentionRules, today: string): string[] {
  // A file and its compressed twin are one.
  const kept = new Set<string>();
  const oldest = Number.isFinite(rules.maxAgeDays) ? dayBefore(today, rules.maxAgeDays) : "";
  const expired: string[] = [];
  for (const { name, day, number } of backups.toReversed()) {
    const key = `${day}.${number}`;
    if (kept.has(key)) continue;
    if (day >= oldest && kept.size < rules.backupCount) kept.add(key);
    else expired.push(name);
  }
  return expired;
}

/**
 * Removes what the rules no longer keep, then the oldest files put aside of all log files together
 * until they have at most `maxTotalBytes`. Throws the first error of the file system, after it tried all.
 */
export function removeExpired(
  dir: string,
  rules: readonly RetentionRules[],
  today: string,
  maxTotalBytes = Infinity,
): void {
  const remover = new Remover(dir);
  const names = readdirSync(dir);
  const left: string[] = [];
  for (const rule of rules) {
    const backups = parseBackups(names, rule.stem);
    const expired = new Set(expiredBackups(backups, rule, today));
    for (const { name } of backups) {
      if (expired.has(name)) remover.remove(name);
      else left.push(name);
    }
  }
  if (Number.isFinite(maxTotalBytes)) removeBeyond(dir, left, maxTotalBytes, remover);
  remover.throwFirst();
}

function removeBeyond(dir: string, names: readonly string[], maxTotalBytes: number, remover: Remover): void {
  const files = names.flatMap((name) => {
    const stats = statSync(join(dir, name), { throwIfNoEntry: false });
    return stats === undefined ? [] : [{ name, size: stats.size, mtimeMs: stats.mtimeMs }];
  });
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { name, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (total <= maxTotalBytes) return;
    remover.remove(name);
    total -= size;
  }
}

class Remover {
  readonly #dir: string;
  readonly #errors: unknown[] = [];

  constructor(dir: string) {
    this.#dir = dir;
  }

  remove(name: string): void {
    try {
      rmSync(join(this.#dir, name), { force: true });
    } catch (error) {
      this.#errors.push(error);
    }
  }

  throwFirst(): void {
    if (this.#errors.length > 0) throw this.#errors[0];
  }
}
