import { damaged } from "./damage.ts";
import {
  COMPRESSED_SUFFIX,
  DATA_SUFFIX,
  SWAP_SUFFIX,
  TEMPORARY_SUFFIX,
  parseIndexLine,
  parseSegmentFile,
  segmentName,
} from "./format.ts";
import type { BatchEntry, SegmentFileKind } from "./format.ts";
import { readFully } from "./journal-fs.ts";
import type { JournalFs } from "./journal-fs.ts";
import { indexPath } from "./segment-list.ts";
import type { Segment } from "./segment-list.ts";
import { finishSwap } from "./swap.ts";

/** Longer than any line of a sidecar. */
const INDEX_LINE_BYTES = 256;
/** Sidecars looked at side by side during a start. */
const SCAN_PARALLEL = 16;

type Group = { firstSeq: number; kinds: Set<SegmentFileKind> };

async function groups(fs: JournalFs, dir: string): Promise<Group[]> {
  const found = new Map<number, Group>();
  for (const name of await fs.readdir(dir)) {
    const marked = name.endsWith(SWAP_SUFFIX) ? Number(name.slice(0, -SWAP_SUFFIX.length)) : Number.NaN;
    if (Number.isSafeInteger(marked)) await finishSwap(fs, dir, marked);
  }
  for (const name of await fs.readdir(dir)) {
    if (name.endsWith(TEMPORARY_SUFFIX)) {
      await fs.unlink(`${dir}/${name}`);
      continue;
    }
    const file = parseSegmentFile(name);
    if (!file) continue;
    const group = found.get(file.firstSeq) ?? { firstSeq: file.firstSeq, kinds: new Set() };
    group.kinds.add(file.kind);
    found.set(file.firstSeq, group);
  }
  return [...found.values()].sort((a, b) => a.firstSeq - b.firstSeq);
}

async function sizeOf(fs: JournalFs, path: string): Promise<number> {
  const file = await fs.open(path, "read");
  try {
    return await file.size();
  } finally {
    await file.close();
  }
}

/** The last batch of a sealed segment, from the end of its sidecar. */
export async function readLastEntry(fs: JournalFs, dir: string, firstSeq: number): Promise<BatchEntry | undefined> {
  const file = await fs.open(indexPath(dir, firstSeq), "read");
  try {
    const size = await file.size();
    const from = Math.max(0, size - INDEX_LINE_BYTES);
    const tail = (await readFully(file, from, size - from)).toString("latin1");
    if (!tail.endsWith("\n")) return undefined;
    return parseIndexLine(tail.slice(tail.lastIndexOf("\n", tail.length - 2) + 1, -1));
  } finally {
    await file.close();
  }
}

/** The first batch of a segment, from the start of its sidecar; `undefined` while it is empty. */
export async function readFirstEntry(fs: JournalFs, dir: string, firstSeq: number): Promise<BatchEntry | undefined> {
  const file = await fs.open(indexPath(dir, firstSeq), "read");
  try {
    const [, line] = (await readFully(file, 0, 2 * INDEX_LINE_BYTES)).toString("latin1").split("\n", 2);
    return line === undefined ? undefined : parseIndexLine(line);
  } finally {
    await file.close();
  }
}

/**
 * Finishes what a crash interrupted: a compression (both forms are there), a removal (a sidecar alone at
 * the front), a new segment (one empty file at the end). Returns false when the group is gone.
 */
async function tidy(
  fs: JournalFs,
  dir: string,
  group: Group,
  place: { first: boolean; last: boolean },
): Promise<boolean> {
  const { firstSeq, kinds } = group;
  const base = `${dir}/${segmentName(firstSeq)}`;
  if (kinds.has("data") && kinds.has("compressed")) {
    await fs.unlink(base + DATA_SUFFIX);
    await fs.syncDir(dir);
    kinds.delete("data");
  }
  const hasData = kinds.has("data") || kinds.has("compressed");
  if (hasData && kinds.has("index")) return true;
  const path = kinds.has("index")
    ? indexPath(dir, firstSeq)
    : base + (kinds.has("data") ? DATA_SUFFIX : COMPRESSED_SUFFIX);
  const removing = kinds.has("index") && place.first && !place.last;
  const making = place.last && (await sizeOf(fs, path)) === 0;
  if (!removing && !making) {
    throw damaged(path, 0, kinds.has("index") ? "A segment has lost its events" : "A segment has lost its sidecar");
  }
  await fs.unlink(path);
  await fs.syncDir(dir);
  return false;
}

async function describe(fs: JournalFs, dir: string, group: Group, next: Group | undefined): Promise<Segment> {
  const { firstSeq, kinds } = group;
  const form = kinds.has("compressed") ? "compressed" : "plain";
  const suffix = form === "plain" ? DATA_SUFFIX : COMPRESSED_SUFFIX;
  const bytes =
    (await sizeOf(fs, `${dir}/${segmentName(firstSeq)}${suffix}`)) + (await sizeOf(fs, indexPath(dir, firstSeq)));
  // The last plain segment is examined batch by batch; its end is known only then.
  if (!next && form === "plain") return { firstSeq, lastSeq: firstSeq - 1, form, bytes };
  const last = await readLastEntry(fs, dir, firstSeq);
  if (!last) throw damaged(indexPath(dir, firstSeq), 0, "The last line of a sealed segment's sidecar is wrong");
  if (next && last.lastSeq + 1 !== next.firstSeq) {
    throw damaged(indexPath(dir, firstSeq), 0, `Events ${last.lastSeq + 1} to ${next.firstSeq - 1} are missing`);
  }
  return { firstSeq, lastSeq: last.lastSeq, form, bytes };
}

/** The segments in a directory, oldest first, without a hole between them. Reads names and sidecar ends only. */
export async function scanSegments(fs: JournalFs, dir: string): Promise<Segment[]> {
  const all = await groups(fs, dir);
  const kept: Group[] = [];
  for (const [i, group] of all.entries()) {
    if (await tidy(fs, dir, group, { first: i === 0, last: i === all.length - 1 })) kept.push(group);
  }
  const segments: Segment[] = [];
  for (let i = 0; i < kept.length; i += SCAN_PARALLEL) {
    const part = kept.slice(i, i + SCAN_PARALLEL);
    segments.push(...(await Promise.all(part.map((group, j) => describe(fs, dir, group, kept[i + j + 1])))));
  }
  return segments;
}
