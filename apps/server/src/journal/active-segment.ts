import { BatchTable } from "./batch-table.ts";
import { DATA_SUFFIX, encodeIndexHeader, encodeIndexLine, segmentName } from "./format.ts";
import type { BatchEntry } from "./format.ts";
import { writeFully } from "./journal-fs.ts";
import type { JournalFile, JournalFs } from "./journal-fs.ts";
import { indexPath } from "./segment-list.ts";

/** Lines that are written and checked as one. */
export interface Batch {
  firstSeq: number;
  lastSeq: number;
  bytes: Buffer;
  crc: number;
}

/** A write that did not happen: whether any fdatasync of this commit was asked for decides if the file can go on. */
export class CommitError extends Error {
  readonly synced: boolean;

  constructor(cause: unknown, synced: boolean) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.synced = synced;
  }
}

/** Waits for all before it throws, so that no call is still under way on the file when the caller decides. */
async function settle(work: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

/**
 * The segment being written. `commit` makes batches durable; after any error of it either `rollBack`
 * succeeds or the segment must not be used again.
 */
export class ActiveSegment {
  readonly firstSeq: number;
  readonly table: BatchTable;
  readonly #data: JournalFile;
  readonly #index: JournalFile;
  #dataSize: number;
  #indexSize: number;

  constructor(
    firstSeq: number,
    files: { data: JournalFile; index: JournalFile },
    state: { table: BatchTable; dataSize: number; indexSize: number },
  ) {
    this.firstSeq = firstSeq;
    this.table = state.table;
    this.#data = files.data;
    this.#index = files.index;
    this.#dataSize = state.dataSize;
    this.#indexSize = state.indexSize;
  }

  /**
   * Makes the files of a new segment; their names are durable when it returns. The header is not until the
   * first commit: a segment without it is empty. Files left by an attempt that failed hold nothing
   * acknowledged, for their first number was never given, and are emptied. Throws {@link CommitError}.
   */
  static async create(fs: JournalFs, dir: string, firstSeq: number): Promise<ActiveSegment> {
    const opened: JournalFile[] = [];
    const make = async (path: string): Promise<JournalFile> => {
      const file = await fs.open(path, "create");
      opened.push(file);
      return file;
    };
    let synced = false;
    try {
      const index = await make(indexPath(dir, firstSeq));
      const data = await make(`${dir}/${segmentName(firstSeq)}${DATA_SUFFIX}`);
      synced = true;
      await fs.syncDir(dir);
      synced = false;
      const header = Buffer.from(encodeIndexHeader(firstSeq));
      await writeFully(index, [header], 0);
      const state = { table: new BatchTable(), dataSize: 0, indexSize: header.byteLength };
      return new ActiveSegment(firstSeq, { data, index }, state);
    } catch (error) {
      await Promise.allSettled(opened.map((file) => file.close()));
      throw new CommitError(error, synced);
    }
  }

  get dataSize(): number {
    return this.#dataSize;
  }

  get indexSize(): number {
    return this.#indexSize;
  }

  /** Writes the batches as one group; they are durable when it returns. Throws {@link CommitError}. */
  async commit(batches: readonly Batch[], timeMs: number): Promise<void> {
    const commitSeq = (batches[0] as Batch).firstSeq;
    const entries: BatchEntry[] = [];
    let offset = this.#dataSize;
    let lines = "";
    for (const { firstSeq, lastSeq, bytes, crc } of batches) {
      const entry = { offset, length: bytes.byteLength, firstSeq, lastSeq, commitSeq, timeMs, crc };
      entries.push(entry);
      lines += encodeIndexLine(entry);
      offset += bytes.byteLength;
    }
    const index = Buffer.from(lines, "latin1");
    const buffers = batches.map((batch) => batch.bytes);
    try {
      await settle([
        writeFully(this.#data, buffers, this.#dataSize),
        writeFully(this.#index, [index], this.#indexSize),
      ]);
    } catch (error) {
      throw new CommitError(error, false);
    }
    try {
      await settle([this.#data.datasync(), this.#index.datasync()]);
    } catch (error) {
      throw new CommitError(error, true);
    }
    for (const entry of entries) this.table.push(entry);
    this.#dataSize = offset;
    this.#indexSize += index.byteLength;
  }

  /**
   * Takes back what a failed write left behind the last durable batch. Only allowed when no fdatasync was
   * asked for since: after a failed one nobody knows what is on the disk.
   */
  async rollBack(): Promise<void> {
    await settle([this.#data.truncate(this.#dataSize), this.#index.truncate(this.#indexSize)]);
    await settle([this.#data.datasync(), this.#index.datasync()]);
  }

  async close(): Promise<void> {
    await settle([this.#data.close(), this.#index.close()]);
  }
}
