import { constants } from "node:fs";
import { copyFile, mkdir, open, readdir, readlink, rename, rm, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CommandFailure, usageFailure } from "./command-failure.ts";
import { EXIT } from "./exit-codes.ts";

export interface RestoreCounts {
  files: number;
  bytes: number;
}

/** What a running server writes and a copy must not bring along. */
const NOT_RESTORED = new Set(["daybook.lock", join("state", "address.json")]);

/**
 * Copies a backup into `target`, which must be absent or empty. The copy is made beside it, written through to disk, and
 * only then takes its name: an interrupted restore leaves no half data directory.
 */
export async function restoreBackup(backup: string, target: string, signal: AbortSignal): Promise<RestoreCounts> {
  await checkBackup(backup);
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
  return counts;
}

async function checkBackup(backup: string): Promise<void> {
  const names = await readdir(backup).catch((error: NodeJS.ErrnoException) => {
    throw usageFailure(`The backup cannot be read: ${error.message}`, "Give the directory that `daybook backup` made.");
  });
  if (!names.includes("journal")) {
    throw usageFailure(
      `${backup} is no backup of Daybook: it has no journal.`,
      "Give the directory that `daybook backup` made.",
    );
  }
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
