import { crc32 } from "node:zlib";
import type { Batch } from "../collector/batch.ts";
import { SPOOL_FRAME_MAX_BYTES } from "../limits.ts";

/**
 * A segment is a header and then frames, one for each batch. Numbers are little-endian.
 *
 * Header, 16 bytes: `DAYSPOOL`, u32 version, u32 zero.
 * Frame: u32 body bytes, u32 events, u64 number of the first event, u32 CRC-32 of these 16 bytes and the body; body.
 */
export const SEGMENT_VERSION = 1;
export const SEGMENT_HEADER_BYTES = 16;
export const FRAME_HEADER_BYTES = 20;

const MAGIC = "DAYSPOOL";
const CHECKED_BYTES = 16;

export function segmentHeader(): Buffer {
  const header = Buffer.alloc(SEGMENT_HEADER_BYTES);
  header.write(MAGIC, "latin1");
  header.writeUInt32LE(SEGMENT_VERSION, MAGIC.length);
  return header;
}

export function isSegmentHeader(bytes: Buffer): boolean {
  return bytes.subarray(0, SEGMENT_HEADER_BYTES).equals(segmentHeader());
}

/** The frames of these batches, one after the other. */
export function encodeFrames(batches: readonly Batch[]): Buffer {
  const parts: Buffer[] = [];
  for (const { firstSeq, count, body } of batches) {
    const header = Buffer.alloc(FRAME_HEADER_BYTES);
    header.writeUInt32LE(body.length, 0);
    header.writeUInt32LE(count, 4);
    header.writeBigUInt64LE(BigInt(firstSeq), 8);
    header.writeUInt32LE(crc32(body, crc32(header.subarray(0, CHECKED_BYTES))), CHECKED_BYTES);
    parts.push(header, body);
  }
  return Buffer.concat(parts);
}

export type FrameAt =
  | { readonly kind: "frame"; readonly batch: Batch; readonly bytes: number }
  /** The frame, or what is left of it, needs this many bytes. */
  | { readonly kind: "short"; readonly bytes: number }
  | { readonly kind: "damaged" };

/** The frame that begins at `at`. Its body is a part of `bytes`, not a copy. */
export function readFrame(bytes: Buffer, at: number): FrameAt {
  if (bytes.length - at < FRAME_HEADER_BYTES) return { kind: "short", bytes: FRAME_HEADER_BYTES };
  const length = bytes.readUInt32LE(at);
  const count = bytes.readUInt32LE(at + 4);
  const firstSeq = Number(bytes.readBigUInt64LE(at + 8));
  if (length === 0 || length > SPOOL_FRAME_MAX_BYTES || count === 0) return { kind: "damaged" };
  const size = FRAME_HEADER_BYTES + length;
  if (bytes.length - at < size) return { kind: "short", bytes: size };
  const body = bytes.subarray(at + FRAME_HEADER_BYTES, at + size);
  const sum = crc32(body, crc32(bytes.subarray(at, at + CHECKED_BYTES)));
  if (sum !== bytes.readUInt32LE(at + CHECKED_BYTES)) return { kind: "damaged" };
  return { kind: "frame", batch: { firstSeq, count, body }, bytes: size };
}

/** The content of the position file: the highest number that the destination has, and its CRC-32. */
export function encodePosition(seq: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64LE(BigInt(seq));
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 8)), 8);
  return bytes;
}

/** 0 for anything that is not a position: everything is sent again, and known at the destination. */
export function parsePosition(bytes: Buffer): number {
  if (bytes.length !== 12 || bytes.readUInt32LE(8) !== crc32(bytes.subarray(0, 8))) return 0;
  return Number(bytes.readBigUInt64LE());
}
