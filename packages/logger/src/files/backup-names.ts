import { readdirSync } from "node:fs";

/** A file that was put aside: `trades.2026-11-21.003.log`, or the same with `.gz`. */
export interface Backup {
  readonly name: string;
  readonly day: string;
  /** Within the day, from 1. */
  readonly number: number;
  readonly compressed: boolean;
}

/** The files put aside for `${stem}.log`, oldest first. A file and its compressed twin stand next to each other. */
export function listBackups(dir: string, stem: string): Backup[] {
  return parseBackups(readdirSync(dir), stem);
}

export function parseBackups(names: readonly string[], stem: string): Backup[] {
  const literal = stem.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = new RegExp(`^${literal}\\.(\\d{4}-\\d{2}-\\d{2})\\.(\\d{3,})\\.log(\\.gz)?$`);
  const found: Backup[] = [];
  for (const name of names) {
    const match = pattern.exec(name);
    if (match === null) continue;
    found.push({ name, day: match[1] as string, number: Number(match[2]), compressed: match[3] !== undefined });
  }
  return found.sort(byAge);
}

/** The name for the next file put aside: it sorts behind all others, also when the clock went back. */
export function nextBackupName(stem: string, backups: readonly Backup[], today: string): string {
  const last = backups.at(-1);
  const [day, number] = last !== undefined && last.day >= today ? [last.day, last.number + 1] : [today, 1];
  return `${stem}.${day}.${String(number).padStart(3, "0")}.log`;
}

function byAge(a: Backup, b: Backup): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  return a.number - b.number || Number(a.compressed) - Number(b.compressed);
}
