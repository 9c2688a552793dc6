import { TEMPORARY_SUFFIX, checksum } from "./format.ts";
import { damaged } from "./damage.ts";
import { encodeBlock, readBlock, readBlocks } from "./gzip-blocks.ts";
import { readFully, writeFully } from "./journal-fs.ts";
import type { JournalFile, JournalFs } from "./journal-fs.ts";
import { readTable } from "./journal-reader.ts";
import type { BatchTable } from "./batch-table.ts";
import { BLOCK_BYTES } from "./limits.ts";
import { dataPath } from "./segment-list.ts";
import type { Segment } from "./segment-list.ts";

/** Checks the batches from `batch` on that lie in `raw`, which starts at a batch's border. Returns the next batch. */
function verifyBatches(raw: Buffer, table: BatchTable, batch: number, path: string): number {
  let at = 0;
  let i = batch;
  while (at < raw.byteLength) {
    const entry = table.at(i);
    if (checksum([raw.subarray(at, at + entry.length)]) !== entry.crc) {
      throw damaged(path, entry.offset, `Events ${entry.firstSeq} to ${entry.lastSeq} are not what was acknowledged`);
    }
    at += entry.length;
    i++;
  }
  return i;
}

async function writeBlocks(source: JournalFile, target: JournalFile, table: BatchTable, path: string): Promise<number> {
  let written = 0;
  let batch = 0;
  while (batch < table.length) {
    const start = table.at(batch).offset;
    let end = batch;
    let length = 0;
    while (end < table.length && (length === 0 || length + table.at(end).length <= BLOCK_BYTES)) {
      length += table.at(end).length;
      end++;
    }
    const raw = await readFully(source, start, length);
    if (raw.byteLength !== length) throw damaged(path, start + raw.byteLength, "A sealed segment is cut");
    verifyBatches(raw, table, batch, path);
    const member = await encodeBlock(raw);
    await writeFully(target, [member], written);
    written += member.byteLength;
    batch = end;
  }
  return written;
}

async function verifyCompressed(target: JournalFile, table: BatchTable, path: string): Promise<void> {
  let batch = 0;
  for (const block of await readBlocks(target, path)) {
    batch = verifyBatches(await readBlock(target, block, path), table, batch, path);
  }
  if (batch !== table.length) throw damaged(path, 0, "A compressed segment is incomplete");
}

/**
 * Compresses a sealed segment. The compressed file is read back and checked batch by batch, and its name is
 * durable, before `swapped` is called; only then the plain file is removed. A crash at any point leaves the
 * plain file, or both, or the compressed one: the next start keeps exactly one.
 */
export async function compressSegment(
  fs: JournalFs,
  dir: string,
  segment: Segment,
  swapped: () => void,
): Promise<void> {
  const plain = dataPath(dir, segment);
  const compressed = dataPath(dir, { ...segment, form: "compressed" });
  const temporary = compressed + TEMPORARY_SUFFIX;
  const table = await readTable(fs, dir, segment);
  const source = await fs.open(plain, "read");
  try {
    const target = await fs.open(temporary, "create");
    try {
      await writeBlocks(source, target, table, plain);
      await target.datasync();
      await verifyCompressed(target, table, temporary);
    } finally {
      await target.close();
    }
  } catch (error) {
    await fs.unlink(temporary).catch(() => undefined);
    throw error;
  } finally {
    await source.close();
  }
  await fs.rename(temporary, compressed);
  await fs.syncDir(dir);
  swapped();
  await fs.unlink(plain);
  await fs.syncDir(dir);
}
