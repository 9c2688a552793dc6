import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { pipeline, type Readable } from "node:stream";
import { constants, createGunzip } from "node:zlib";
import { usageFailure } from "../command-failure.ts";
import { READ_CHUNK_BYTES } from "../limits.ts";

/** A file that was read once, to know its content's hash. */
export interface SourceFile {
  path: string;
  /** On disk; what is appended later is not looked at. */
  sizeBytes: number;
  isGzip: boolean;
  /** The gzip data end too early: what can be read is there, the rest is lost. */
  isCut: boolean;
  isUtf8: boolean;
  /** SHA-256 of the unpacked content, in hex: `a.ndjson` and `a.ndjson.gz` are the same. */
  sha256: string;
  /** First bytes of the content. */
  head: Buffer;
}

/** Told how many bytes of the file were read in all. */
export type OnRead = (bytes: number) => void;

const HEAD_BYTES = 4_096;

/** Reads the file once from start to end. Rejects when it is no regular file, damaged gzip, or UTF-16. */
export async function scanSource(path: string, signal: AbortSignal, onRead: OnRead): Promise<SourceFile> {
  const info = await stat(path);
  if (!info.isFile()) throw usageFailure(`${path} is not a regular file.`, "Pipe other things into `daybook send`.");
  const start = await readStart(path);
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  const file = { path, sizeBytes: info.size, isGzip, isCut: false };
  try {
    return { ...file, ...(await digest(file, signal, onRead)) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "Z_BUF_ERROR") {
      const cut = { ...file, isCut: true };
      return { ...cut, ...(await digest(cut, signal, onRead)) };
    }
    if (code?.startsWith("Z_")) {
      const hint = `Nothing of it was imported. What can still be read: gzip -dc ${path} > part.ndjson`;
      throw usageFailure(`${path} is damaged gzip data: ${message}.`, hint);
    }
    throw error;
  }
}

async function digest(
  file: Pick<SourceFile, "path" | "sizeBytes" | "isGzip" | "isCut">,
  signal: AbortSignal,
  onRead: OnRead,
): Promise<Pick<SourceFile, "sha256" | "head" | "isUtf8">> {
  const hash = createHash("sha256");
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let head: Buffer = Buffer.alloc(0);
  let isUtf8 = true;
  for await (const chunk of readSource(file, signal, onRead)) {
    if (head.length < HEAD_BYTES) {
      head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
      refuseUtf16(file.path, head);
    }
    hash.update(chunk);
    if (isUtf8) isUtf8 = decodes(decoder, chunk, true);
  }
  return { sha256: hash.digest("hex"), head, isUtf8: isUtf8 && decodes(decoder, Buffer.alloc(0), false) };
}

/** The unpacked content, `READ_CHUNK_BYTES` of the file at a time. */
export async function* readSource(
  { path, sizeBytes, isGzip, isCut }: Pick<SourceFile, "path" | "sizeBytes" | "isGzip" | "isCut">,
  signal: AbortSignal,
  onRead: OnRead,
): AsyncGenerator<Buffer> {
  if (sizeBytes === 0) return;
  const file = createReadStream(path, { end: sizeBytes - 1, highWaterMark: READ_CHUNK_BYTES });
  let bytes = 0;
  file.on("data", (chunk) => onRead((bytes += chunk.length)));
  // With Z_SYNC_FLUSH an early end is no error: all that can be unpacked comes out.
  const gunzip = createGunzip({ chunkSize: READ_CHUNK_BYTES, ...(isCut && { finishFlush: constants.Z_SYNC_FLUSH }) });
  const content: Readable = isGzip ? pipeline(file, gunzip, () => {}) : file;
  try {
    for await (const chunk of content) {
      signal.throwIfAborted();
      yield chunk as Buffer;
    }
  } finally {
    file.destroy();
  }
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function refuseUtf16(path: string, head: Buffer): void {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (isUtf16)
    throw usageFailure(`${path} is UTF-16.`, `Convert it first: iconv -f utf-16 -t utf-8 ${path} > converted`);
}

function decodes(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer, stream: boolean): boolean {
  try {
    decoder.decode(chunk, { stream });
    return true;
  } catch {
    return false;
  }
}
