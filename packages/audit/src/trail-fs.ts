import { constants } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, unlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * The part of a file system that the trail uses: handed in so that tests can let any step fail, and forget what was not synced.
 * Each call may reject with a Node system error.
 */
export interface TrailFs {
  /** A whole file. Rejects with ENOENT when it is missing. */
  read(path: string): Promise<Uint8Array>;
  /** Makes or replaces a file, not safe from a power cut before `sync` and `syncDir`. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Writes from an offset of a file that may be missing yet, and cuts it off behind. */
  writeAt(path: string, at: number, bytes: Uint8Array): Promise<void>;
  sync(path: string): Promise<void>;
  /** Makes names made, renamed and removed in the directory safe. */
  syncDir(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Nothing happens when it is missing. */
  unlink(path: string): Promise<void>;
  /** With those above it. */
  mkdir(path: string): Promise<void>;
  /** With all that is in it. */
  removeDir(path: string): Promise<void>;
  /** Names; none when the directory is missing. */
  readdir(path: string): Promise<string[]>;
}

const PUBLIC_FILE = 0o644;
const PRIVATE_FILE = 0o600;

/** Real files; `mode` of those that are made. */
export function nodeTrailFs(kind: "public" | "private"): TrailFs {
  const mode = kind === "public" ? PUBLIC_FILE : PRIVATE_FILE;
  return {
    read: (path) => readFile(path),
    write: (path, bytes) => writeFile(path, bytes, { mode }),
    async writeAt(path, at, bytes) {
      const file = await open(path, constants.O_RDWR | constants.O_CREAT, mode);
      try {
        await file.truncate(at);
        await writeAll(file, at, bytes);
      } finally {
        await file.close();
      }
    },
    sync: (path) => syncPath(path, constants.O_RDWR),
    syncDir: (path) => syncPath(path, constants.O_RDONLY),
    rename,
    unlink: (path) => ignoreMissing(unlink(path)),
    async mkdir(path) {
      await mkdir(path, { recursive: true, mode: 0o700 });
    },
    removeDir: (path) => rm(path, { recursive: true, force: true }),
    async readdir(path) {
      return (await ignoreMissing(readdir(path))) ?? [];
    },
  };
}

async function writeAll(file: Awaited<ReturnType<typeof open>>, at: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  }
}

async function syncPath(path: string, flags: number): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function ignoreMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The file or directory is not there. */
export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
}

/** The disk or the quota is full. */
export function isNoSpace(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === "ENOSPC" || code === "EDQUOT";
}

/** A file that may be missing. */
export async function readIfThere(fs: TrailFs, path: string): Promise<Uint8Array | undefined> {
  return ignoreMissing(fs.read(path));
}

/** Makes a directory whose name outlives a power cut; the one above it is there. */
export async function makeDir(fs: TrailFs, path: string): Promise<void> {
  await fs.mkdir(path);
  await fs.syncDir(dirname(path));
}

/** Replaces a file as a whole: after it returns, a power cut leaves the new content, before it the old or the new. */
export async function replaceFile(fs: TrailFs, path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = `${path}.tmp`;
  await fs.write(temporary, typeof bytes === "string" ? Buffer.from(bytes) : bytes);
  await fs.sync(temporary);
  await fs.rename(temporary, path);
  await fs.syncDir(dirname(path));
}
