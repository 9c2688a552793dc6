import type { Stats } from "node:fs";
import { closeSync, fstatSync, futimesSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { errorCode } from "./error-code.ts";

/**
 * A lock between processes and threads: a file that only one can create. Whoever holds it longer than
 * `staleMs` without a sign of life may lose it, so it keeps work from being done twice and things in
 * order, but nothing may be lost when two hold it at once.
 */
export class LockFile {
  readonly #path: string;
  readonly #fd: number;

  private constructor(path: string, fd: number) {
    this.#path = path;
    this.#fd = fd;
  }

  /** The lock, or undefined when another has it. Throws what the file system throws. */
  static tryAcquire(path: string, staleMs: number): LockFile | undefined {
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        const fd = openSync(path, "wx", 0o640);
        writeOwner(fd);
        return new LockFile(path, fd);
      } catch (error) {
        if (errorCode(error) !== "EEXIST") throw error;
      }
      const found = statSync(path, { throwIfNoEntry: false });
      // Released just now: what stands there next is somebody else's, and must not be removed.
      if (found === undefined) continue;
      if (!isStale(path, found, staleMs)) return undefined;
      if (statSync(path, { throwIfNoEntry: false })?.ino === found.ino) rmSync(path, { force: true });
    }
    return undefined;
  }

  /** Says that the holder lives. */
  touch(): void {
    const now = new Date();
    futimesSync(this.#fd, now, now);
  }

  /** Never throws: a lock that cannot be removed grows stale. */
  release(): void {
    try {
      if (statSync(this.#path, { throwIfNoEntry: false })?.ino === fstatSync(this.#fd).ino) rmSync(this.#path);
    } catch {
      // Not ours any more, or the directory is gone or read-only.
    } finally {
      closeSync(this.#fd);
    }
  }
}

/** Who holds it, so that the death of a process frees it at once. A full disk keeps it from being said. */
function writeOwner(fd: number): void {
  try {
    writeSync(fd, `${process.pid} ${hostname()}\n`);
  } catch {
    // Then its age alone decides.
  }
}

function isStale(path: string, { mtimeMs }: Stats, staleMs: number): boolean {
  if (Math.abs(Date.now() - mtimeMs) > staleMs) return true;
  const [pid, host] = readOwner(path);
  return host === hostname() && !isAlive(Number(pid));
}

function readOwner(path: string): string[] {
  try {
    return readFileSync(path, "utf8").trimEnd().split(" ");
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== "ESRCH";
  }
}
