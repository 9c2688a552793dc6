import { constants } from "node:fs";
import { copyFile, mkdir, open, readdir, readFile, readlink, rename, rm, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CommandFailure, usageFailure } from "./command-failure.ts";
import { EXIT } from "./exit-codes.ts";

export interface RestoreCounts {
  files: number;
  bytes: number;
}

/** Written last into a backup: a directory without it is none, or one that was broken off. */
const MANIFEST = "backup.json";
/** The layout that is known here. */
const BACKUP_VERSION = 1;

/** What `backup.json` says. */
export interface BackupManifest {
  backup_version: number;
  daybook_version: string;
  created_at: string;
  /** Newest journal number in the copy. */
  last_seq: number;
}

/** What belongs to the backup or to a running server, and not to an installation. */
const NOT_RESTORED = new Set([MANIFEST, "daybook.lock", join("state", "address.json")]);

/**
 * Copies a backup into `target`, which must be absent or empty. The copy is made beside it, written through to disk, and
 * only then takes its name: an interrupted restore leaves no half data directory.
 */
export async function restoreBackup(
  backup: string,
  target: string,
  signal: AbortSignal,
): Promise<RestoreCounts & { manifest: BackupManifest }> {
  const manifest = await readManifest(backup);
  await checkTarget(target);
  const partial = `${target}.restoring`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(dirname(target), { recursive: true });
  const counts = { files: 0, bytes: 0 };
  try {
    await copyTree(backup, partial, "", counts, signal);
    await rm(target, { recursive: true, force: true });
    await rename(partial, target);
    await syncDirectory(dirname(target));
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  return { ...counts, manifest };
}

async function readManifest(backup: string): Promise<BackupManifest> {
  const hint = "Give the directory that `daybook backup` made, whole.";
  const text = await readFile(join(backup, MANIFEST), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw usageFailure(`${backup} is no backup, or one that was broken off: it has no ${MANIFEST}.`, hint);
  });
  let manifest: Partial<BackupManifest>;
  try {
    manifest = JSON.parse(text) as Partial<BackupManifest>;
  } catch (cause) {
    throw usageFailure(`${join(backup, MANIFEST)} cannot be read: ${(cause as Error).message}`, hint);
  }
  if (manifest.backup_version !== BACKUP_VERSION) {
    const message = `The backup has version ${manifest.backup_version}; this command knows version ${BACKUP_VERSION}.`;
    throw new CommandFailure(
      EXIT.config,
      message,
      `Use Daybook ${manifest.daybook_version ?? "of the version that made it"}.`,
    );
  }
  return manifest as BackupManifest;
}

async function checkTarget(target: string): Promise<void> {
  const names = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (names.length > 0) {
    const hint = "Give a new directory with --data; a restore never overwrites.";
    throw new CommandFailure(EXIT.config, `${target} is not empty.`, hint);
  }
}

async function copyTree(
  from: string,
  to: string,
  path: string,
  counts: RestoreCounts,
  signal: AbortSignal,
): Promise<void> {
  const source = join(from, path);
  const target = join(to, path);
  await mkdir(target, { mode: (await stat(source)).mode & 0o777 });
  for (const entry of await readdir(source, { withFileTypes: true })) {
    signal.throwIfAborted();
    const inner = join(path, entry.name);
    if (entry.isDirectory()) await copyTree(from, to, inner, counts, signal);
    // The store refers to its tables by links within itself.
    else if (entry.isSymbolicLink()) await symlink(await readlink(join(from, inner)), join(to, inner));
    else if (entry.isFile() && !NOT_RESTORED.has(inner)) await copySynced(join(from, inner), join(to, inner), counts);
  }
  await syncDirectory(target);
}

async function copySynced(from: string, to: string, counts: RestoreCounts): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  const file = await open(to, "r");
  try {
    await file.sync();
    counts.files++;
    counts.bytes += (await file.stat()).size;
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
