import type { FileHandle } from "node:fs/promises";
import { open, rename, rm, stat } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { COMPRESS_PIECE_BYTES } from "../limits.ts";
import { SEAL } from "./seal.ts";

const NEWLINE = 0x0a;

export interface CompressOptions {
  readonly signal: AbortSignal;
  /** Called after each piece; compressing goes on when it resolves. */
  readonly pause: () => Promise<void>;
}

/**
 * Puts `${path}.gz` in the place of a file that was put aside: seals it, compresses what stands before the seal to
 * `temp`, reads that back, renames it and removes the file. A crash leaves either the file or both, and then doing it
 * again is right. Rejects with what the file system said; the file is then still there.
 */
export async function compressBackup(path: string, temp: string, options: CompressOptions): Promise<void> {
  const source = await open(path, "a+");
  try {
    const { ino, mode, atime, mtime } = await source.stat();
    const target = await open(temp, "wx", mode & 0o777);
    try {
      const length = await compress(source, target, options);
      await target.utimes(atime, mtime);
      await target.sync();
      await verify(temp, length, options.signal);
      // Somebody else may have finished this file and its name may be another's.
      if ((await stat(path)).ino !== ino) throw new Error(`${path} was replaced while it was compressed`);
      await rename(temp, `${path}.gz`);
      await syncDirectory(dirname(path));
      await rm(path);
    } finally {
      await target.close();
      await rm(temp, { force: true });
    }
  } finally {
    await source.close();
  }
}

/** How many bytes the compressed ones stand for. */
async function compress(source: FileHandle, target: FileHandle, { signal, pause }: CompressOptions): Promise<number> {
  let length = 0;
  const read = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of sealedContent(source)) {
      length += piece.length;
      yield piece;
      await pause();
    }
  };
  const write = async (pieces: AsyncIterable<Buffer>): Promise<void> => {
    for await (const piece of pieces) await target.appendFile(piece);
  };
  await pipeline(read, createGzip(), write, { signal });
  return length;
}

/** What stands before the seal, and a newline when a torn line is the last. Sets the seal when there is none. */
async function* sealedContent(source: FileHandle): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let position = 0;
  let sealed = false;
  let last = NEWLINE;
  for (;;) {
    const piece = await readPiece(source, position);
    position += piece.length;
    const text = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const seal = text.indexOf(SEAL);
    // The beginning of a seal may stand at the end of what was read.
    const end = seal >= 0 ? seal : Math.max(0, text.length - SEAL.length + 1);
    if (end > 0) {
      last = text[end - 1] as number;
      yield text.subarray(0, end);
    }
    if (seal >= 0) break;
    rest = text.subarray(end);
    if (piece.length > 0) continue;
    if (sealed) throw new Error("the seal is not there: no room for it, or another program writes to the file");
    await source.appendFile(SEAL);
    sealed = true;
  }
  if (last !== NEWLINE) yield Buffer.from("\n");
}

async function readPiece(source: FileHandle, position: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(COMPRESS_PIECE_BYTES);
  const { bytesRead } = await source.read(buffer, 0, buffer.length, position);
  return buffer.subarray(0, bytesRead);
}

/** Reads back what was written: the format's own checksum tells of wrong bytes, the length of missing ones. */
async function verify(path: string, expected: number, signal: AbortSignal): Promise<void> {
  let length = 0;
  const count = async (pieces: AsyncIterable<Buffer>): Promise<void> => {
    for await (const piece of pieces) length += piece.length;
  };
  await pipeline(createReadStream(path), createGunzip(), count, { signal });
  if (length !== expected) throw new Error(`${path} holds ${length} bytes instead of ${expected}`);
}

async function syncDirectory(path: string): Promise<void> {
  // Windows keeps names by itself and opens no directories.
  if (process.platform === "win32") return;
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
