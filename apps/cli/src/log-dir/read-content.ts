import type { FileHandle } from "node:fs/promises";
import { createGunzip, type Gunzip } from "node:zlib";
import { READ_CHUNK_BYTES } from "../limits.ts";

export interface ContentSource {
  handle: FileHandle;
  /** What is appended later is not read. */
  sizeBytes: number;
  isGzip: boolean;
}

export interface ContentEvents {
  /** Bytes of the file read so far. */
  onRead: (bytes: number) => void;
  /** The gzip data are damaged or end too early. What could be unpacked has been given out. */
  onDamage: (reason: string) => void;
}

/** Compressed bytes that are unpacked at once: what a damage costs at most before the second, slow look at it. */
const GZIP_STEP_BYTES = 16 * 1024;

/** Whether a file begins as gzip does. */
export async function isGzipFile(handle: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
}

/** The unpacked content in pieces. Of damaged gzip everything up to the damage, to the byte. */
export async function* readContent(
  source: ContentSource,
  signal: AbortSignal,
  events: ContentEvents,
): AsyncGenerator<Buffer> {
  if (!source.isGzip) {
    yield* readPieces(source, READ_CHUNK_BYTES, signal, events.onRead);
    return;
  }
  let givenBytes = 0;
  let failure: UnpackFailure | undefined;
  const once: UnpackOptions = { fineFrom: Infinity, onRead: events.onRead, onFailure: (found) => (failure = found) };
  for await (const chunk of unpack(source, signal, once)) {
    givenBytes += chunk.length;
    yield chunk;
  }
  if (failure === undefined) return;
  // The piece in which the damage lies gave nothing. A second run gives byte after byte of it.
  let skipBytes = givenBytes;
  const again: UnpackOptions = { fineFrom: failure.at, onRead: () => {}, onFailure: () => {} };
  for await (const chunk of failure.at < source.sizeBytes ? unpack(source, signal, again) : []) {
    const fresh = chunk.subarray(Math.min(skipBytes, chunk.length));
    skipBytes -= chunk.length - fresh.length;
    if (fresh.length > 0) yield fresh;
  }
  events.onDamage(failure.reason);
}

interface UnpackOptions {
  /** From this offset on, a byte at a time. */
  fineFrom: number;
  onRead: (bytes: number) => void;
  onFailure: (failure: UnpackFailure) => void;
}

interface UnpackFailure {
  /** Offset of the piece in which it failed; the file's size when only its end is missing. */
  at: number;
  reason: string;
}

async function* unpack(
  source: ContentSource,
  signal: AbortSignal,
  { fineFrom, onRead, onFailure }: UnpackOptions,
): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: READ_CHUNK_BYTES });
  const out: Buffer[] = [];
  let failure: NodeJS.ErrnoException | undefined;
  gunzip.on("data", (chunk: Buffer) => out.push(chunk)).on("error", (error) => (failure = error));
  const closed = new Promise<void>((resolve) => void gunzip.once("close", resolve));
  let at = 0;
  try {
    for await (const piece of readPieces(source, GZIP_STEP_BYTES, signal, onRead)) {
      for (const part of piecesOf(piece, at < fineFrom ? piece.length : 1)) {
        await write(gunzip, part, closed);
        yield* out.splice(0);
        if (failure !== undefined) return onFailure({ at, reason: reasonOf(failure) });
      }
      at += piece.length;
    }
    gunzip.end();
    await closed;
    yield* out.splice(0);
    if (failure !== undefined) onFailure({ at: source.sizeBytes, reason: reasonOf(failure) });
  } finally {
    gunzip.destroy();
  }
}

function* piecesOf(buffer: Buffer, stepBytes: number): Generator<Buffer> {
  for (let at = 0; at < buffer.length; at += stepBytes) yield buffer.subarray(at, at + stepBytes);
}

/** Resolves when the bytes are unpacked, and also when they cannot be. */
async function write(gunzip: Gunzip, bytes: Buffer, closed: Promise<void>): Promise<void> {
  if (gunzip.destroyed) return;
  await Promise.race([closed, new Promise<void>((resolve) => void gunzip.write(bytes, () => resolve()))]);
}

async function* readPieces(
  { handle, sizeBytes }: ContentSource,
  stepBytes: number,
  signal: AbortSignal,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for (let at = 0; at < sizeBytes;) {
    signal.throwIfAborted();
    // A buffer of its own for each piece: lines are cut out of it without a copy.
    const { buffer, bytesRead } = await handle.read(
      Buffer.allocUnsafe(Math.min(stepBytes, sizeBytes - at)),
      0,
      null,
      at,
    );
    // Shorter than it was: cut off by whoever rotates it.
    if (bytesRead === 0) return;
    at += bytesRead;
    onRead(at);
    yield buffer.subarray(0, bytesRead);
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === "Z_BUF_ERROR") return "the gzip data end too early: the file is cut";
  if (message.includes("data check")) return "the gzip checksum (CRC-32) does not fit: bytes were changed";
  if (message.includes("length check")) return "the gzip length does not fit: bytes are missing or were added";
  if (message.includes("header check")) return "other bytes than gzip data stand in it";
  return `the gzip data are damaged: ${message}`;
}
