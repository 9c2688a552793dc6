import { ActiveSegment } from "./active-segment.ts";
import { BatchTable } from "./batch-table.ts";
import { damaged } from "./damage.ts";
import {
  DATA_SUFFIX,
  FORMAT_VERSION,
  checksum,
  encodeIndexHeader,
  parseIndexHeader,
  parseIndexLine,
  segmentName,
} from "./format.ts";
import type { BatchEntry } from "./format.ts";
import { readFully, writeFully } from "./journal-fs.ts";
import type { JournalFile, JournalFs } from "./journal-fs.ts";
import { MAX_APPEND_BYTES, MAX_COMMIT_BYTES } from "./limits.ts";
import { indexPath } from "./segment-list.ts";

/** What a start found at the journal's end. Everything cut was never acknowledged. */
export interface Recovery {
  /** Bytes cut from the data file. */
  cutBytes: number;
  /** Batches whose sidecar line was whole but whose bytes were not. */
  cutBatches: number;
  /** Bytes cut from the sidecar. */
  cutIndexBytes: number;
  /** The file that was cut; absent when nothing was. */
  file?: string;
}

/** Nothing larger is ever under way at once, so nothing larger can be torn. */
const MAX_TORN_BYTES = Math.max(MAX_COMMIT_BYTES, MAX_APPEND_BYTES);

interface IndexScan {
  entries: BatchEntry[];
  /** Byte offset of each entry's line in the sidecar. */
  lineOffsets: number[];
  /** End of the last whole line of the unbroken run. */
  goodSize: number;
  headerSize: number;
  /** A line behind the break says that the group before it was complete. */
  laterCommit: boolean;
}

function follows(entry: BatchEntry, previous: BatchEntry | undefined, firstSeq: number): boolean {
  const offset = previous ? previous.offset + previous.length : 0;
  const seq = previous ? previous.lastSeq + 1 : firstSeq;
  return entry.offset === offset && entry.firstSeq === seq && entry.lastSeq >= seq && entry.length > 0;
}

/** Reads a sidecar up to its first broken line, and looks whether what lies behind can be one torn group. */
export function scanIndex(bytes: Buffer, firstSeq: number, file: string): IndexScan {
  const text = bytes.toString("latin1");
  const scan: IndexScan = { entries: [], lineOffsets: [], goodSize: 0, headerSize: 0, laterCommit: false };
  let position = 0;
  let broken = false;
  while (position < text.length) {
    const end = text.indexOf("\n", position);
    const line = text.slice(position, end < 0 ? text.length : end);
    const next = end < 0 ? text.length : end + 1;
    if (position === 0) {
      broken = !readHeader(line, end, firstSeq, file);
      if (!broken) scan.headerSize = scan.goodSize = next;
    } else {
      const entry = end < 0 ? undefined : parseIndexLine(line);
      const previous = scan.entries.at(-1);
      if (!broken && entry && follows(entry, previous, firstSeq)) {
        scan.entries.push(entry);
        scan.lineOffsets.push(position);
        scan.goodSize = next;
      } else {
        broken = true;
        const nextSeq = previous ? previous.lastSeq + 1 : firstSeq;
        if (entry && entry.commitSeq > nextSeq)
          throw damaged(file, scan.goodSize, "A line of the journal's sidecar is wrong");
        if (entry && entry.commitSeq === nextSeq) scan.laterCommit = true;
      }
    }
    position = next;
  }
  return scan;
}

function readHeader(line: string, end: number, firstSeq: number, file: string): boolean {
  const header = end < 0 ? undefined : parseIndexHeader(line);
  if (!header) return false;
  if (header.version > FORMAT_VERSION)
    throw damaged(file, 0, `The journal was written by a newer Daybook (format ${header.version})`);
  if (header.firstSeq !== firstSeq)
    throw damaged(file, 0, `The sidecar belongs to another segment, ${segmentName(header.firstSeq)}`);
  return true;
}

/** Index of the first batch whose bytes are not those that were written; `entries.length` when all are. */
async function firstBad(data: JournalFile, entries: readonly BatchEntry[], size: number): Promise<number> {
  for (const [i, entry] of entries.entries()) {
    if (entry.offset + entry.length > size) return i;
    const bytes = await readFully(data, entry.offset, entry.length);
    if (bytes.byteLength !== entry.length || checksum([bytes]) !== entry.crc) return i;
  }
  return entries.length;
}

/**
 * Opens the last segment: checks every batch, cuts a torn end, and makes what stays durable. Only the last
 * group of batches can be torn; anything else that is wrong is damage and refused, with file and offset.
 */
export async function recoverActive(
  fs: JournalFs,
  dir: string,
  firstSeq: number,
): Promise<{ active: ActiveSegment; recovery: Recovery }> {
  const files = { data: `${dir}/${segmentName(firstSeq)}${DATA_SUFFIX}`, index: indexPath(dir, firstSeq) };
  const data = await fs.open(files.data, "update");
  let index: JournalFile | undefined;
  try {
    index = await fs.open(files.index, "update");
    const [dataSize, indexSize] = [await data.size(), await index.size()];
    const indexBytes = await readFully(index, 0, indexSize);
    const scan = scanIndex(indexBytes, firstSeq, files.index);
    const good = await firstBad(data, scan.entries, dataSize);
    const bad = scan.entries[good];
    if (bad && (scan.laterCommit || bad.commitSeq !== scan.entries.at(-1)?.commitSeq)) {
      throw damaged(files.data, bad.offset, `Events ${bad.firstSeq} to ${bad.lastSeq} are not what was acknowledged`);
    }
    const kept = scan.entries.slice(0, good);
    const end = kept.at(-1);
    const goodData = end ? end.offset + end.length : 0;
    const goodIndex = bad ? (scan.lineOffsets[good] as number) : scan.goodSize;
    if (dataSize - goodData > MAX_TORN_BYTES) {
      throw damaged(
        files.data,
        goodData,
        `${dataSize - goodData} bytes have no line in the sidecar, more than a crash can leave`,
      );
    }
    const recovery: Recovery = {
      cutBytes: dataSize - goodData,
      cutBatches: scan.entries.length - good,
      cutIndexBytes: indexSize - goodIndex,
    };
    if (recovery.cutBytes + recovery.cutIndexBytes > 0) {
      recovery.file = files.data;
      await data.truncate(goodData);
      await index.truncate(goodIndex);
    }
    const table = new BatchTable();
    for (const entry of kept) table.push(entry);
    const from = kept.findIndex((entry) => entry.commitSeq === end?.commitSeq);
    // The header went to the disk with the first group.
    const rewriteIndexFrom = from <= 0 ? 0 : (scan.lineOffsets[from] as number);
    const newIndex =
      scan.headerSize === 0
        ? Buffer.from(encodeIndexHeader(firstSeq))
        : indexBytes.subarray(rewriteIndexFrom, goodIndex);
    await writeAgain(data, goodData, kept[from]);
    await writeFully(index, [newIndex], rewriteIndexFrom);
    await data.datasync();
    await index.datasync();
    const state = { table, dataSize: goodData, indexSize: rewriteIndexFrom + newIndex.byteLength };
    return { active: new ActiveSegment(firstSeq, { data, index }, state), recovery };
  } catch (error) {
    await Promise.allSettled([data.close(), index?.close()]);
    throw error;
  }
}

/**
 * Writes the last group once more over itself. After a failed fdatasync the kernel takes such pages for
 * clean although the disk never got them; only a new write makes the coming fdatasync mean something.
 */
async function writeAgain(data: JournalFile, goodSize: number, first: BatchEntry | undefined): Promise<void> {
  if (!first) return;
  const bytes = await readFully(data, first.offset, goodSize - first.offset);
  await writeFully(data, [bytes], first.offset);
}
