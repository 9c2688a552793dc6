import { DaybookError } from "@daybook/protocol";
import type { Cursors } from "./cursors.ts";
import { compressSegment } from "./compression.ts";
import type { JournalFs } from "./journal-fs.ts";
import type { JournalReader } from "./journal-reader.ts";
import { MAX_UNCOMPRESSED_SEALED } from "./limits.ts";
import { prepareRewrite } from "./rewrite.ts";
import type { LineRewrite } from "./rewrite.ts";
import { readFirstEntry, readLastEntry } from "./segment-scan.ts";
import { dataPath, indexPath } from "./segment-list.ts";
import type { Segment, SegmentList } from "./segment-list.ts";
import { finishSwap } from "./swap.ts";

export interface MaintenanceSource {
  readonly fs: JournalFs;
  readonly dir: string;
  readonly segments: SegmentList;
  readonly cursors: Cursors;
  readonly reader: JournalReader;
  readonly clock: { nowMs(): number };
  readonly windowMs: number;
  readonly compressAfterMs: number;
}

/** Compresses sealed segments and removes those that nobody needs. One run at a time. */
export class Maintenance {
  readonly #source: MaintenanceSource;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(source: MaintenanceSource) {
    this.#source = source;
  }

  /** Rejects with the first error; what it had not finished is done by the next run. */
  run(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Runs `work` while nothing is compressed or removed. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    while (this.#running) await this.#running.catch(() => undefined);
    const working = work();
    const running = working.then(
      () => undefined,
      () => undefined,
    );
    this.#running = running;
    try {
      return await working;
    } finally {
      if (this.#running === running) this.#running = undefined;
    }
  }

  /** No new work is begun; resolves when the present piece is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running?.catch(() => undefined);
  }

  /**
   * Puts other lines in the place of some, in all sealed segments. A crash leaves each segment as it was or as it is to be.
   *
   * @returns how many lines are other than they were, and what is wrong with the segments that could not be read and are as they were.
   */
  rewrite(rewrite: LineRewrite, progress: (share: number) => void): Promise<{ changed: number; unread: string[] }> {
    return this.exclusively(async () => {
      let changed = 0;
      const unread: string[] = [];
      const sealed = this.#source.segments.sealed();
      for (const [i, segment] of sealed.entries()) {
        if (this.#stopped) throw new DaybookError("DAYBOOK_JOURNAL_CLOSED", "The journal is closed");
        try {
          changed += await this.#rewriteSegment(segment, rewrite);
        } catch (error) {
          if (!(error instanceof DaybookError) || error.code !== "DAYBOOK_JOURNAL_DAMAGED") throw error;
          unread.push(error.message);
        }
        progress((i + 1) / sealed.length);
      }
      return { changed, unread };
    });
  }

  async #rewriteSegment(segment: Segment, rewrite: LineRewrite): Promise<number> {
    const { fs, dir, reader } = this.#source;
    const changed = await prepareRewrite(fs, dir, segment, rewrite);
    if (changed === 0) return 0;
    segment.swaps = (segment.swaps ?? 0) + 1;
    const swap = finishSwap(fs, dir, segment.firstSeq).then(() => {
      segment.form = "compressed";
    });
    // Whoever waits for it looks at the files next, and finds out by himself.
    segment.swap = swap.catch(() => undefined);
    try {
      await swap;
    } finally {
      reader.forget(segment);
      segment.swap = undefined;
    }
    segment.bytes = await sizeOnDisk(fs, dir, segment);
    return changed;
  }

  async #run(): Promise<void> {
    await this.#removeOld();
    const plain = this.#source.segments.sealed().filter((segment) => segment.form === "plain");
    for (const [i, segment] of plain.entries()) {
      if (this.#stopped) return;
      if (plain.length - i > MAX_UNCOMPRESSED_SEALED || (await this.#isCold(segment))) await this.#compress(segment);
    }
  }

  /** Readers that follow closely shall find plain bytes, and what comes in has the processor first; later space counts more. */
  async #isCold({ firstSeq, lastSeq }: Segment): Promise<boolean> {
    const { fs, dir, cursors, clock, compressAfterMs } = this.#source;
    if (cursors.lowest() < lastSeq) return false;
    if (compressAfterMs === 0) return true;
    const end = (await readLastEntry(fs, dir, firstSeq))?.timeMs ?? -Infinity;
    const ageMs = clock.nowMs() - end;
    // An end in the future was written by a clock that was wrong: it must not keep the segment for ever.
    return ageMs >= compressAfterMs || ageMs < 0;
  }

  async #compress(segment: Segment): Promise<void> {
    const { fs, dir, reader } = this.#source;
    await compressSegment(fs, dir, segment, () => {
      segment.form = "compressed";
      reader.forget(segment);
    });
    segment.bytes = await sizeOnDisk(fs, dir, segment);
  }

  async #removeOld(): Promise<void> {
    const { fs, dir, segments, cursors, reader } = this.#source;
    while (!this.#stopped && segments.length > 1) {
      const oldest = segments.oldest;
      if (cursors.lowest() < oldest.lastSeq || !(await this.#isOver(oldest))) return;
      // Out of the list first: no reader starts on it, and one that is reading keeps its open file.
      segments.dropOldest();
      reader.forget(oldest);
      // The events first, then the sidecar, oldest segment first: a start can tell a removal from a loss.
      await fs.unlink(dataPath(dir, oldest));
      await fs.syncDir(dir);
      await fs.unlink(indexPath(dir, oldest.firstSeq));
      await fs.syncDir(dir);
    }
  }

  /**
   * Whether a segment's window is over. The clock may have been wrong while it was written: a time in the
   * future tells nothing, and the start of the next segment, never earlier than this one's end, is asked
   * too. In doubt the segment stays.
   */
  async #isOver(segment: Segment): Promise<boolean> {
    const { fs, dir, segments, clock, windowMs } = this.#source;
    const now = clock.nowMs();
    const end = (await readLastEntry(fs, dir, segment.firstSeq))?.timeMs ?? Infinity;
    let latest = end <= now ? end : -Infinity;
    for (const later of segments.sealed().slice(1)) {
      const start = (await readFirstEntry(fs, dir, later.firstSeq))?.timeMs ?? Infinity;
      if (start <= now) latest = Math.max(latest, start);
      if (latest > -Infinity) break;
    }
    return latest > -Infinity && now - latest >= windowMs;
  }
}

async function sizeOnDisk(fs: JournalFs, dir: string, segment: Segment): Promise<number> {
  let bytes = 0;
  for (const path of [dataPath(dir, segment), indexPath(dir, segment.firstSeq)]) {
    const file = await fs.open(path, "read");
    try {
      bytes += await file.size();
    } finally {
      await file.close();
    }
  }
  return bytes;
}
