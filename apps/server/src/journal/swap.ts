/**
 * A segment is replaced as a whole: its new files lie ready under temporary names, then a mark says that they count. A crash before the
 * mark leaves the old segment, one behind it the new: the next start finishes what was begun.
 */
import { COMPRESSED_SUFFIX, DATA_SUFFIX, INDEX_SUFFIX, SWAP_SUFFIX, TEMPORARY_SUFFIX, segmentName } from "./format.ts";
import type { JournalFs } from "./journal-fs.ts";

/** Path of a segment's files without their suffix. */
export function segmentBase(dir: string, firstSeq: number): string {
  return `${dir}/${segmentName(firstSeq)}`;
}

/** From here on the new files count. They must be synced. */
export async function markSwap(fs: JournalFs, dir: string, firstSeq: number): Promise<void> {
  // Their names first: a mark without them would take a segment away.
  await fs.syncDir(dir);
  const mark = await fs.open(`${segmentBase(dir, firstSeq)}${SWAP_SUFFIX}`, "create");
  await mark.close();
  await fs.syncDir(dir);
}

/** Puts the marked files in the place of the old ones. Repeatable. */
export async function finishSwap(fs: JournalFs, dir: string, firstSeq: number): Promise<void> {
  const base = segmentBase(dir, firstSeq);
  const names = new Set(await fs.readdir(dir));
  const has = (suffix: string): boolean => names.has(`${segmentName(firstSeq)}${suffix}`);
  for (const suffix of [COMPRESSED_SUFFIX, INDEX_SUFFIX]) {
    if (has(suffix + TEMPORARY_SUFFIX)) await fs.rename(`${base}${suffix}${TEMPORARY_SUFFIX}`, `${base}${suffix}`);
  }
  // What was erased must not come back: the old bytes go before the mark does.
  if (has(DATA_SUFFIX)) await fs.unlink(`${base}${DATA_SUFFIX}`);
  await fs.syncDir(dir);
  await fs.unlink(`${base}${SWAP_SUFFIX}`);
  await fs.syncDir(dir);
}
