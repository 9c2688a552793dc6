import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROTATION_LOCK_STALE_MS } from "../limits.ts";
import { listBackups, nextBackupName } from "./backup-names.ts";
import { errorCode } from "./error-code.ts";
import { LockFile } from "./lock-file.ts";

/**
 * `done`: the file stands under its new name, or somebody else put it aside. `busy`: another is at it right now.
 */
export type PutAside = "done" | "busy";

/**
 * Renames `${stem}.log` to the next backup name of `day` if it still is the file `ino`. Safe with any number of
 * processes and threads at it. Throws what the file system throws; the file is then where it was.
 */
export function putAside(dir: string, stem: string, ino: number, day: string): PutAside {
  const path = join(dir, `${stem}.log`);
  const lock = LockFile.tryAcquire(join(dir, `.${stem}.lock`), ROTATION_LOCK_STALE_MS);
  if (lock === undefined) return "busy";
  try {
    if (statSync(path, { throwIfNoEntry: false })?.ino === ino) {
      const target = reserveName(dir, stem, day);
      rename(path, target);
      // We lost the lock in between, and another was quicker: this is a newer file, so it needs a newer name.
      if (statSync(target, { throwIfNoEntry: false })?.ino !== ino) rename(target, reserveName(dir, stem, day));
    }
    return "done";
  } finally {
    lock.release();
  }
}

function rename(path: string, target: string): void {
  try {
    renameSync(path, target);
  } catch (error) {
    rmSync(target, { force: true });
    throw error;
  }
}

/** A name that nobody else can take: a rename would replace another's file without a word. */
function reserveName(dir: string, stem: string, day: string): string {
  for (;;) {
    const target = join(dir, nextBackupName(stem, listBackups(dir, stem), day));
    try {
      closeSync(openSync(target, "wx", 0o640));
    } catch (error) {
      if (errorCode(error) === "EEXIST") continue;
      throw error;
    }
    // A listing may miss a file that gets its compressed name during it.
    if (!existsSync(`${target}.gz`)) return target;
    rmSync(target);
  }
}
