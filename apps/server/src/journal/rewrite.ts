import {
  COMPRESSED_SUFFIX,
  INDEX_SUFFIX,
  TEMPORARY_SUFFIX,
  checksum,
  encodeIndexHeader,
  encodeIndexLine,
} from "./format.ts";
import type { BatchEntry } from "./format.ts";
import { damaged } from "./damage.ts";
import { encodeBlock, readBlock, readBlocks } from "./gzip-blocks.ts";
import { readFully, writeFully } from "./journal-fs.ts";
import type { JournalFile, JournalFs } from "./journal-fs.ts";
import { readTable } from "./journal-reader.ts";
import { BLOCK_BYTES } from "./limits.ts";
import { dataPath } from "./segment-list.ts";
import type { Segment } from "./segment-list.ts";
import { markSwap, segmentBase } from "./swap.ts";

const NEWLINE = 10;

/** What is to stand in a line's place, without newline; undefined leaves it as it is. */
export type LineRewrite = (line: Buffer) => Buffer | undefined;

/**
 * Prepares a sealed segment anew, compressed, with other lines in the place of some: each keeps its number. Nothing is changed until
 * `finishSwap`, which a start does too once the swap is marked.
 *
 * @returns how many lines are other than they were; with 0 there is nothing to swap.
 */
export async function prepareRewrite(
  fs: JournalFs,
  dir: string,
  segment: Segment,
  rewrite: LineRewrite,
): Promise<number> {
  const source = await fs.open(dataPath(dir, segment), "read");
  try {
    // Most segments have nothing to rewrite: found out before anything is written.
    if ((await countChanged(fs, dir, segment, source, rewrite)) === 0) return 0;
    const base = segmentBase(dir, segment.firstSeq);
    const data = await fs.open(`${base}${COMPRESSED_SUFFIX}${TEMPORARY_SUFFIX}`, "create");
    const index = await fs.open(`${base}${INDEX_SUFFIX}${TEMPORARY_SUFFIX}`, "create");
    let changed = 0;
    try {
      const out = new RewrittenFiles(data, index, segment.firstSeq);
      for await (const { entry, bytes } of batchesOf(fs, dir, segment, source)) {
        const after = rewriteLines(bytes, rewrite);
        changed += after.changed;
        await out.add(entry, after.bytes);
      }
      await out.end();
      await data.datasync();
      await index.datasync();
    } finally {
      await data.close();
      await index.close();
    }
    await markSwap(fs, dir, segment.firstSeq);
    return changed;
  } finally {
    await source.close();
  }
}

async function countChanged(
  fs: JournalFs,
  dir: string,
  segment: Segment,
  source: JournalFile,
  rewrite: LineRewrite,
): Promise<number> {
  let changed = 0;
  for await (const { bytes } of batchesOf(fs, dir, segment, source)) changed += rewriteLines(bytes, rewrite).changed;
  return changed;
}

/** The batches in order, each checked. */
async function* batchesOf(
  fs: JournalFs,
  dir: string,
  segment: Segment,
  source: JournalFile,
): AsyncGenerator<{ entry: BatchEntry; bytes: Buffer }> {
  const table = await readTable(fs, dir, segment);
  const path = dataPath(dir, segment);
  const check = (entry: BatchEntry, bytes: Buffer): { entry: BatchEntry; bytes: Buffer } => {
    if (bytes.byteLength === entry.length && checksum([bytes]) === entry.crc) return { entry, bytes };
    throw damaged(path, entry.offset, `Events ${entry.firstSeq} to ${entry.lastSeq} are not what was acknowledged`);
  };
  let at = 0;
  if (segment.form === "plain") {
    for (; at < table.length; at++) {
      const entry = table.at(at);
      yield check(entry, await readFully(source, entry.offset, entry.length));
    }
    return;
  }
  for (const block of await readBlocks(source, path)) {
    const raw = await readBlock(source, block, path);
    for (let from = 0; from < raw.byteLength; at++) {
      const entry = table.at(at);
      yield check(entry, raw.subarray(from, from + entry.length));
      from += entry.length;
    }
  }
  if (at !== table.length) throw damaged(path, 0, "A compressed segment is incomplete");
}

function rewriteLines(bytes: Buffer, rewrite: LineRewrite): { bytes: Buffer; changed: number } {
  const parts: Buffer[] = [];
  let changed = 0;
  let copied = 0;
  for (let at = 0; at < bytes.byteLength;) {
    const end = bytes.indexOf(NEWLINE, at);
    const line = rewrite(bytes.subarray(at, end));
    if (line !== undefined) {
      changed++;
      parts.push(bytes.subarray(copied, at), line);
      copied = end;
    }
    at = end + 1;
  }
  if (changed === 0) return { bytes, changed };
  parts.push(bytes.subarray(copied));
  return { bytes: Buffer.concat(parts), changed };
}

/** Writes batches as blocks, and their sidecar. */
class RewrittenFiles {
  readonly #data: JournalFile;
  readonly #index: JournalFile;
  #position = 0;
  #offset = 0;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  readonly #lines: string[];

  constructor(data: JournalFile, index: JournalFile, firstSeq: number) {
    this.#data = data;
    this.#index = index;
    this.#lines = [encodeIndexHeader(firstSeq)];
  }

  async add(entry: BatchEntry, bytes: Buffer): Promise<void> {
    if (this.#waitingBytes > 0 && this.#waitingBytes + bytes.byteLength > BLOCK_BYTES) await this.#flush();
    const { byteLength: length } = bytes;
    this.#lines.push(encodeIndexLine({ ...entry, offset: this.#offset, length, crc: checksum([bytes]) }));
    this.#waiting.push(bytes);
    this.#waitingBytes += length;
    this.#offset += length;
  }

  async end(): Promise<void> {
    await this.#flush();
    await writeFully(this.#index, [Buffer.from(this.#lines.join(""), "latin1")], 0);
  }

  async #flush(): Promise<void> {
    if (this.#waitingBytes === 0) return;
    const member = await encodeBlock(Buffer.concat(this.#waiting, this.#waitingBytes));
    await writeFully(this.#data, [member], this.#position);
    this.#position += member.byteLength;
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}
