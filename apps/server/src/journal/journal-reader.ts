import { DaybookError } from "@daybook/protocol";
import { BatchTable } from "./batch-table.ts";
import { damaged } from "./damage.ts";
import { checksum } from "./format.ts";
import type { BatchEntry } from "./format.ts";
import { readBlock, readBlocks } from "./gzip-blocks.ts";
import type { Block } from "./gzip-blocks.ts";
import { readFully, readWholeFile } from "./journal-fs.ts";
import type { JournalFile, JournalFs } from "./journal-fs.ts";
import { MAX_CACHED_TABLES, MAX_READ_BYTES } from "./limits.ts";
import { LineCollector } from "./line-collector.ts";
import type { ReadResult } from "./line-collector.ts";
import type { RecentBatches } from "./recent-batches.ts";
import { scanIndex } from "./recovery.ts";
import { dataPath, indexPath } from "./segment-list.ts";
import type { Segment, SegmentList } from "./segment-list.ts";

/** What the reader sees of the journal. */
export interface ReaderSource {
  readonly fs: JournalFs;
  readonly dir: string;
  readonly segments: SegmentList;
  readonly recent: RecentBatches;
  /** The batches of the segment being written. */
  activeTable(): BatchTable;
  durableSeq(): number;
}

interface SealedTable {
  table: BatchTable;
  /** Of the segment when the table was read: one read from files that were replaced meanwhile is no good. */
  swaps: number | undefined;
  /** Of the compressed form; looked up when first needed. */
  blocks?: Block[];
}

/** Reads durable lines by number: from memory near the head, else from the segments, checking every batch. */
export class JournalReader {
  readonly #source: ReaderSource;
  /** Least recently used first. */
  readonly #tables = new Map<number, SealedTable>();
  /** The block inflated last: readers go on where they stopped. */
  #lastBlock: { segment: number; block: Block; raw: Buffer } | undefined;

  constructor(source: ReaderSource) {
    this.#source = source;
  }

  /** Lines after `afterSeq`; `undefined` when none is durable yet. May return fewer than would fit. */
  async read(afterSeq: number, maxBytes: number, maxEvents: number): Promise<ReadResult | undefined> {
    const seq = afterSeq + 1;
    if (seq > this.#source.durableSeq()) return undefined;
    const { segments } = this.#source;
    if (seq < segments.oldest.firstSeq) throw pastWindow(seq, segments);
    const collector = new LineCollector(seq, Math.min(maxBytes, MAX_READ_BYTES), maxEvents);
    for (const batch of this.#source.recent.from(seq)) {
      collector.add(batch);
      if (collector.full) break;
    }
    return collector.result() ?? (await this.#readFromDisk(seq, collector));
  }

  /** Likewise, but never from memory. */
  async readDisk(afterSeq: number, maxBytes: number, maxEvents: number): Promise<ReadResult | undefined> {
    const seq = afterSeq + 1;
    if (seq > this.#source.durableSeq()) return undefined;
    const { segments } = this.#source;
    if (seq < segments.oldest.firstSeq) throw pastWindow(seq, segments);
    return this.#readFromDisk(seq, new LineCollector(seq, Math.min(maxBytes, MAX_READ_BYTES), maxEvents));
  }

  async #readFromDisk(seq: number, collector: LineCollector): Promise<ReadResult | undefined> {
    const { segments } = this.#source;
    const segment = segments.find(seq);
    if (!segment) throw pastWindow(seq, segments);
    await segment.swap;
    const { form, swaps } = segment;
    try {
      await this.#readSegment(segment, collector);
    } catch (error) {
      // Compression or removal took the file away between the look-up and the opening, or other lines took the place of these.
      const gone = (error as NodeJS.ErrnoException).code === "ENOENT";
      const moved = gone && (segment.form !== form || segments.find(seq) !== segment);
      if (!moved && segment.swaps === swaps) throw error;
      return this.#readFromDisk(seq, collector);
    }
    return collector.result();
  }

  async #readSegment(segment: Segment, collector: LineCollector): Promise<void> {
    const { fs, dir } = this.#source;
    const path = dataPath(dir, segment);
    const compressed = segment.form === "compressed";
    const isActive = segment === this.#source.segments.active;
    const file = await fs.open(path, "read");
    try {
      const sealed = isActive
        ? { table: this.#source.activeTable(), swaps: undefined }
        : await this.#sealedTable(segment);
      if (compressed) await this.#collectBlocks(file, path, segment, sealed, collector);
      else await this.#collect(file, path, sealed.table, collector);
    } finally {
      await file.close();
    }
  }

  async #sealedTable(segment: Segment): Promise<SealedTable> {
    const { fs, dir } = this.#source;
    const key = segment.firstSeq;
    const { swaps } = segment;
    let sealed = this.#tables.get(key);
    if (sealed) this.#tables.delete(key);
    if (sealed?.swaps !== swaps || !sealed) sealed = { table: await readTable(fs, dir, segment), swaps };
    this.#tables.set(key, sealed);
    for (const old of this.#tables.keys()) {
      if (this.#tables.size <= MAX_CACHED_TABLES) break;
      this.#tables.delete(old);
    }
    return sealed;
  }

  /** Batch by batch from a plain file. */
  async #collect(file: JournalFile, path: string, table: BatchTable, collector: LineCollector): Promise<void> {
    for (let i = table.find(collector.nextSeq); i < table.length && !collector.full; i++) {
      const entry = table.at(i);
      const bytes = await readFully(file, entry.offset, entry.length);
      collector.add({ ...entry, bytes: verified(bytes, entry, path) });
    }
  }

  async #collectBlocks(
    file: JournalFile,
    path: string,
    segment: Segment,
    sealed: SealedTable,
    collector: LineCollector,
  ): Promise<void> {
    sealed.blocks ??= await readBlocks(file, path);
    const { table, blocks } = sealed;
    for (let i = table.find(collector.nextSeq); i < table.length && !collector.full; i++) {
      const entry = table.at(i);
      const block = blocks.find(({ rawOffset, rawLength }) => entry.offset < rawOffset + rawLength);
      if (!block) throw damaged(path, 0, `Events ${entry.firstSeq} to ${entry.lastSeq} are missing`);
      if (this.#lastBlock?.block !== block) {
        this.#lastBlock = { segment: segment.firstSeq, block, raw: await readBlock(file, block, path) };
      }
      const from = entry.offset - block.rawOffset;
      collector.add({
        ...entry,
        bytes: verified(this.#lastBlock.raw.subarray(from, from + entry.length), entry, path),
      });
    }
  }

  /** Lets go of what is held of a segment that is gone or changed its form, or of all. */
  forget(segment?: Segment): void {
    if (!segment) this.#tables.clear();
    else this.#tables.delete(segment.firstSeq);
    if (!segment || this.#lastBlock?.segment === segment.firstSeq) this.#lastBlock = undefined;
  }
}

function pastWindow(seq: number, segments: SegmentList): DaybookError {
  const oldest = segments.oldest.firstSeq;
  return new DaybookError("DAYBOOK_JOURNAL_PAST_WINDOW", `Event ${seq} is gone; the oldest is ${oldest}`, { oldest });
}

function verified(bytes: Buffer, entry: BatchEntry, path: string): Buffer {
  if (bytes.byteLength === entry.length && checksum([bytes]) === entry.crc) return bytes;
  throw damaged(path, entry.offset, `Events ${entry.firstSeq} to ${entry.lastSeq} are not what was acknowledged`);
}

/** The whole sidecar of a sealed segment, which must be complete. */
export async function readTable(fs: JournalFs, dir: string, segment: Segment): Promise<BatchTable> {
  const path = indexPath(dir, segment.firstSeq);
  const bytes = await readWholeFile(fs, path);
  const scan = scanIndex(bytes, segment.firstSeq, path);
  if (scan.goodSize !== bytes.byteLength || scan.entries.at(-1)?.lastSeq !== segment.lastSeq) {
    throw damaged(path, scan.goodSize, "A line of the journal's sidecar is wrong");
  }
  const table = new BatchTable();
  for (const entry of scan.entries) table.push(entry);
  return table;
}
