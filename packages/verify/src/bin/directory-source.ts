import { constants } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { SourceError } from "../http-get.ts";
import { MAX_FILE_BYTES } from "../limits.ts";
import type { TrailSource } from "../source.ts";
import { trailRootOf } from "../trail-root.ts";

/** Where a name is not a file, or what is above it not a directory, the file of the trail is not there. */
const NOT_THERE = new Set(["ENOENT", "ENOTDIR", "EISDIR"]);

/** The files of a trail's directory. A longer file than a trail has is cut off, so that no check takes it for right. */
export function directorySource(dir: string): TrailSource {
  return {
    read: (path) => ifThere(readBounded(join(dir, path))),
    list: async (path) => (await ifThere(readdir(join(dir, path)))) ?? [],
  };
}

/**
 * The directory of a trail: the one given, or that in Daybook's data.
 *
 * @throws SourceError when it is neither.
 */
export async function findTrailDir(dir: string): Promise<string> {
  const found = await trailDirIn(dir);
  if (found === undefined) throw new SourceError("answer", `there is no audit trail in ${dir}`);
  return found;
}

/** Likewise; undefined when it is neither. */
export async function trailDirIn(dir: string): Promise<string | undefined> {
  const root = await trailRootOf(async (path) => (await ifThere(stat(join(dir, path)))) !== undefined);
  return root === undefined ? undefined : join(dir, root);
}

async function readBounded(path: string): Promise<Uint8Array | undefined> {
  // A pipe in the place of a file would keep us waiting for its other end.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await file.stat();
    if (!found.isFile()) return undefined;
    const bytes = new Uint8Array(Math.min(found.size, MAX_FILE_BYTES + 1));
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}

async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (NOT_THERE.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
