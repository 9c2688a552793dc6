import { damaged } from "./damage.ts";
import { readFully, writeFully } from "./journal-fs.ts";
import type { JournalFs } from "./journal-fs.ts";
import { MAX_READ_BYTES } from "./limits.ts";
import { dataPath, indexPath } from "./segment-list.ts";
import type { Segment } from "./segment-list.ts";

/** How much of a segment's files is to be copied; all of it when not given. */
export interface SegmentSizes {
  data: number;
  index: number;
}

async function copyFile(fs: JournalFs, from: string, to: string, size: number | undefined): Promise<void> {
  const source = await fs.open(from, "read");
  try {
    const end = size ?? (await source.size());
    const target = await fs.open(to, "create");
    try {
      for (let at = 0; at < end;) {
        const part = await readFully(source, at, Math.min(MAX_READ_BYTES, end - at));
        if (part.byteLength === 0) throw damaged(from, at, "A segment is cut");
        await writeFully(target, [part], at);
        at += part.byteLength;
      }
      await target.datasync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** Copies segments into an existing empty directory; durable when it resolves. No file of them may be renamed or removed meanwhile. */
export async function copySegments(
  fs: JournalFs,
  dir: string,
  target: string,
  segments: readonly { segment: Segment; sizes?: SegmentSizes }[],
): Promise<void> {
  for (const { segment, sizes } of segments) {
    await copyFile(fs, indexPath(dir, segment.firstSeq), indexPath(target, segment.firstSeq), sizes?.index);
    await copyFile(fs, dataPath(dir, segment), dataPath(target, segment), sizes?.data);
  }
  await fs.syncDir(target);
}
