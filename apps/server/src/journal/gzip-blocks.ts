/**
 * A sealed segment as a gzip file of many members, one for each block of whole batches. Any gzip tool reads
 * it as one stream; the extra field of each member holds the lengths, so that a reader hops from header to
 * header and inflates only the block it needs (the way of BGZF, with 32-bit lengths).
 */
import { crc32 } from "@node-rs/crc32";
import { promisify } from "node:util";
import { constants, deflateRaw, inflateRaw } from "node:zlib";
import { damaged } from "./damage.ts";
import { readFully } from "./journal-fs.ts";
import type { JournalFile } from "./journal-fs.ts";
import { GZIP_LEVEL } from "./limits.ts";

const deflate = promisify<Buffer, object, Buffer>(deflateRaw);
const inflate = promisify<Buffer, object, Buffer>(inflateRaw);

/** 10 bytes of gzip header, 2 of extra length, the field `DB`: id, length 8, member length, raw length. */
const HEADER_BYTES = 24;
const TRAILER_BYTES = 8;
const FLAG_EXTRA = 4;
const OS_UNKNOWN = 255;

export interface Block {
  /** Where the member starts in the compressed file, and its length with header and trailer. */
  position: number;
  memberLength: number;
  /** The range of the uncompressed segment. */
  rawOffset: number;
  rawLength: number;
}

/** One gzip member holding `raw`. Runs on the thread pool. */
export async function encodeBlock(raw: Buffer): Promise<Buffer> {
  const body = await deflate(raw, { level: GZIP_LEVEL, strategy: constants.Z_DEFAULT_STRATEGY });
  const member = Buffer.alloc(HEADER_BYTES + body.byteLength + TRAILER_BYTES);
  member.set([0x1f, 0x8b, 8, FLAG_EXTRA, 0, 0, 0, 0, 0, OS_UNKNOWN, 12, 0, 0x44, 0x42, 8, 0]);
  member.writeUInt32LE(member.byteLength, 16);
  member.writeUInt32LE(raw.byteLength, 20);
  body.copy(member, HEADER_BYTES);
  member.writeUInt32LE(crc32(raw) >>> 0, member.byteLength - 8);
  member.writeUInt32LE(raw.byteLength, member.byteLength - 4);
  return member;
}

function isHeader(header: Buffer): boolean {
  return (
    header.byteLength === HEADER_BYTES &&
    header.readUInt32LE(0) === 0x04088b1f &&
    header.readUInt16LE(10) === 12 &&
    header.readUInt32LE(12) === 0x00084244
  );
}

/** The blocks of a compressed segment, in order, by hopping over the headers. */
export async function readBlocks(file: JournalFile, path: string): Promise<Block[]> {
  const size = await file.size();
  const blocks: Block[] = [];
  let position = 0;
  let rawOffset = 0;
  while (position < size) {
    const header = await readFully(file, position, HEADER_BYTES);
    if (!isHeader(header)) throw damaged(path, position, "A compressed segment is cut or overwritten");
    const memberLength = header.readUInt32LE(16);
    const rawLength = header.readUInt32LE(20);
    if (memberLength <= HEADER_BYTES + TRAILER_BYTES || position + memberLength > size) {
      throw damaged(path, position, "A compressed segment is cut");
    }
    blocks.push({ position, memberLength, rawOffset, rawLength });
    position += memberLength;
    rawOffset += rawLength;
  }
  return blocks;
}

/** The uncompressed bytes of one block. */
export async function readBlock(file: JournalFile, block: Block, path: string): Promise<Buffer> {
  const member = await readFully(file, block.position, block.memberLength);
  const body = member.subarray(HEADER_BYTES, member.byteLength - TRAILER_BYTES);
  let raw: Buffer;
  try {
    raw = await inflate(body, { maxOutputLength: Math.max(1, block.rawLength) });
  } catch {
    throw damaged(path, block.position, "A block of a compressed segment cannot be inflated");
  }
  if (raw.byteLength !== block.rawLength)
    throw damaged(path, block.position, "A block of a compressed segment is short");
  return raw;
}
