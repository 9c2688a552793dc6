/**
 * Names and bytes of the journal on disk, version 1. docs/design/journal.md describes them for people.
 *
 * `0000000000000001.ndjson` canonical lines from seq 1 on; `0000000000000001.idx` its sidecar: one header
 * line, then one line for each batch. Each line carries its own checksum, so a torn or rotten sidecar is
 * told from a whole one without looking at the data.
 */
import { crc32c } from "@node-rs/crc32";

export const FORMAT_VERSION = 1;
const SEQ_DIGITS = 16;

export const DATA_SUFFIX = ".ndjson";
export const COMPRESSED_SUFFIX = ".ndjson.gz";
export const INDEX_SUFFIX = ".idx";
/** Unfinished work of a process that died: removed at the next start. */
export const TEMPORARY_SUFFIX = ".tmp";
/** Says that the temporary files of a segment are whole and take its place. */
export const SWAP_SUFFIX = ".swap";
export const CURSOR_DIR = "cursors";

const SEGMENT_FILE = /^(\d{16})(\.ndjson\.gz|\.ndjson|\.idx)$/;

export type SegmentFileKind = "data" | "compressed" | "index";

export function segmentName(firstSeq: number): string {
  return String(firstSeq).padStart(SEQ_DIGITS, "0");
}

/** What a file of the journal directory is; `undefined` for files that are not ours. */
export function parseSegmentFile(name: string): { firstSeq: number; kind: SegmentFileKind } | undefined {
  const match = SEGMENT_FILE.exec(name);
  if (!match) return undefined;
  const firstSeq = Number(match[1]);
  if (!Number.isSafeInteger(firstSeq) || firstSeq < 1) return undefined;
  const kind = match[2] === DATA_SUFFIX ? "data" : match[2] === INDEX_SUFFIX ? "index" : "compressed";
  return { firstSeq, kind };
}

/** One batch: a run of whole lines that share a checksum. */
export interface BatchEntry {
  /** Bytes from the start of the uncompressed segment. */
  offset: number;
  length: number;
  firstSeq: number;
  lastSeq: number;
  /** First seq of the group that was made durable together: only the last group can be torn. */
  commitSeq: number;
  /** Collector's clock when the batch was written, Unix milliseconds. May step back. */
  timeMs: number;
  /** CRC32C of the batch's bytes. */
  crc: number;
}

function hex(crc: number): string {
  return (crc >>> 0).toString(16).padStart(8, "0");
}

function sealLine(body: string): string {
  return `${body} ${hex(crc32c(body))}\n`;
}

/** The body of a checked line, without newline and checksum; `undefined` when the checksum is wrong. */
function openLine(line: string): string | undefined {
  const border = line.length - 9;
  if (border < 1 || line.charCodeAt(border) !== 32) return undefined;
  const body = line.slice(0, border);
  return line.slice(border + 1) === hex(crc32c(body)) ? body : undefined;
}

export function encodeIndexHeader(firstSeq: number): string {
  return sealLine(`daybook-journal-index ${FORMAT_VERSION} ${firstSeq}`);
}

export type IndexHeader = { version: number; firstSeq: number };

/** `undefined` when the line is not a whole header. */
export function parseIndexHeader(line: string): IndexHeader | undefined {
  const match = /^daybook-journal-index (\d+) (\d+)$/.exec(openLine(line) ?? "");
  return match ? { version: Number(match[1]), firstSeq: Number(match[2]) } : undefined;
}

export function encodeIndexLine(entry: BatchEntry): string {
  const { offset, length, firstSeq, lastSeq, commitSeq, timeMs, crc } = entry;
  return sealLine(`${offset} ${length} ${firstSeq} ${lastSeq} ${commitSeq} ${timeMs} ${hex(crc)}`);
}

/** A batch's line without its newline; `undefined` when torn or rotten. */
export function parseIndexLine(line: string): BatchEntry | undefined {
  const parts = openLine(line)?.split(" ");
  if (parts?.length !== 7) return undefined;
  const [offset, length, firstSeq, lastSeq, commitSeq, timeMs] = parts.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { offset, length, firstSeq, lastSeq, commitSeq, timeMs, crc: Number.parseInt(parts[6] as string, 16) };
}

/** CRC32C over several buffers as if they were one. */
export function checksum(buffers: readonly Uint8Array[]): number {
  let crc = 0;
  for (const buffer of buffers) crc = crc32c(buffer, crc);
  return crc >>> 0;
}
