import { constants, existsSync } from "node:fs";
import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { DaybookError } from "@daybook/protocol";

/** The layout of a backup: bump when an older Daybook could not restore it. */
export const BACKUP_VERSION = 1;
export const BACKUP_MANIFEST = "backup.json";

const STATE_FOLDERS = ["keys", "state", "audit", "audit-state"];

/** What belongs to the running process and not to the installation. */
const NOT_COPIED = new Set(["daybook.lock", "address.json", "engine.json"]);

export interface BackupSource {
  dataDir: string;
  version: string;
  nowMs: () => number;
  journal: { copyTo(dir: string): Promise<{ lastSeq: number }> };
  /** Runs the work while nothing is written to the audit trail, with everything of it on disk. Absent when there is none. */
  pauseTrail?: (work: () => Promise<void>) => Promise<void>;
  /** Copies the store into a new directory, consistent with the reader state it writes beside it. */
  store: { backup(dir: string, progress: (share: number) => void): Promise<{ searchableSeq: number }> };
}

export interface BackupResult {
  dir: string;
  last_seq: number;
  searchable_seq: number;
}

/**
 * Copies an installation while it runs into `dir`, which must be new or empty. The store goes first: the journal that is
 * copied after it holds everything that the store does not have yet, so a restored installation catches up by itself.
 */
export async function backUp(
  dir: string,
  source: BackupSource,
  progress: (share: number, message: string) => void,
): Promise<BackupResult> {
  const target = resolve(dir);
  if (!relative(source.dataDir, target).startsWith("..")) {
    throw new DaybookError("DAYBOOK_BACKUP_TARGET", `${target} lies inside the data directory`);
  }
  await mkdir(target, { recursive: true, mode: 0o700 });
  if ((await readdir(target)).length > 0) throw new DaybookError("DAYBOOK_BACKUP_TARGET", `${target} is not empty`);

  progress(0.02, "store");
  const { searchableSeq } = await source.store.backup(target, (share) => progress(0.02 + share * 0.68, "store"));
  // State before the journal: what it says of producers must never be ahead of the events.
  progress(0.7, "keys and state");
  const copyState = async (): Promise<void> => {
    for (const folder of STATE_FOLDERS) await copyTree(join(source.dataDir, folder), join(target, folder));
  };
  // Keys, trail and its place belong together: another time's keys would make another tree of the same events.
  await (source.pauseTrail?.(copyState) ?? copyState());
  progress(0.72, "journal");
  const { lastSeq } = await source.journal.copyTo(join(target, "journal"));
  const manifest = {
    backup_version: BACKUP_VERSION,
    daybook_version: source.version,
    created_at: new Date(source.nowMs()).toISOString(),
    last_seq: lastSeq,
    searchable_seq: searchableSeq,
  };
  // Last: a directory without it is no backup.
  await writeFile(join(target, BACKUP_MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  });
  return { dir: target, last_seq: lastSeq, searchable_seq: searchableSeq };
}

async function copyTree(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return;
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (NOT_COPIED.has(entry.name) || entry.name.endsWith(".new")) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target);
    // What the store's own copy wrote (its reader's place) is older and right.
    else if (entry.isFile()) await copyFile(source, target, constants.COPYFILE_EXCL).catch(ignoreKnown);
  }
}

function ignoreKnown(error: NodeJS.ErrnoException): void {
  // EEXIST: written by the store's copy. ENOENT: replaced by its owner meanwhile; the name comes again.
  if (error.code !== "EEXIST" && error.code !== "ENOENT") throw error;
}
