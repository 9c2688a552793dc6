import { ftruncateSync, write, writeSync } from "node:fs";
import type { Batch } from "../collector/batch.ts";
import { SPOOL_SEGMENT_BYTES } from "../limits.ts";
import { encodeFrames } from "./spool-format.ts";
import type { Segment, SpoolSegments } from "./spool-segments.ts";

interface Writing {
  readonly segment: Segment;
  readonly fd: number;
  readonly frames: Buffer;
  readonly at: number;
  readonly lastSeq: number;
  /** A synchronous write has done the same already. */
  superseded: boolean;
}

/** Puts batches behind those that are in the spool. Not synced: it survives the process, not the power supply. */
export class SpoolWriter {
  readonly #segments: SpoolSegments;
  #writing: Writing | undefined;

  constructor(segments: SpoolSegments) {
    this.#segments = segments;
  }

  /** Whether an {@link SpoolWriter.append} is under way; there may be one at a time. */
  get isWriting(): boolean {
    return this.#writing !== undefined;
  }

  /** Rejects with what the file system says; what was written in part does not count. */
  async append(batches: readonly Batch[]): Promise<void> {
    const writing = this.#begin(batches);
    this.#writing = writing;
    try {
      await writeAll(writing);
      if (!writing.superseded) this.#count(writing);
    } catch (error) {
      if (writing.superseded) return;
      this.#undo(writing);
      throw error;
    } finally {
      this.#writing = undefined;
    }
    this.#rollOver();
  }

  /**
   * As {@link SpoolWriter.append}, done when it returns. An append that is under way is written a second time, the
   * same bytes to the same place, since nobody knows how far it is: `batches` begins behind it.
   */
  appendSync(batches: readonly Batch[]): void {
    const under = this.#writing;
    if (under !== undefined && !under.superseded) {
      writeAllSync(under);
      under.superseded = true;
      this.#count(under);
    }
    if (batches.length === 0) return;
    const writing = this.#begin(batches);
    try {
      writeAllSync(writing);
    } catch (error) {
      this.#undo(writing);
      throw error;
    }
    this.#count(writing);
    this.#rollOver();
  }

  /** The highest number that is being written, or 0. */
  get underWayThrough(): number {
    return this.#writing === undefined || this.#writing.superseded ? 0 : this.#writing.lastSeq;
  }

  #begin(batches: readonly Batch[]): Writing {
    const { segment, fd } = this.#segments.toWrite();
    const last = batches.at(-1) as Batch;
    return {
      segment,
      fd,
      frames: encodeFrames(batches),
      at: segment.end,
      lastSeq: last.firstSeq + last.count - 1,
      superseded: false,
    };
  }

  #count(writing: Writing): void {
    writing.segment.end = writing.at + writing.frames.length;
    writing.segment.lastSeq = writing.lastSeq;
  }

  /** A full segment is left; not while the other kind of write still holds its descriptor. */
  #rollOver(): void {
    if (this.#writing !== undefined) return;
    const newest = this.#segments.list.at(-1);
    if (newest !== undefined && newest.end >= SPOOL_SEGMENT_BYTES && this.#segments.isOpen(newest)) {
      this.#segments.seal();
    }
  }

  #undo(writing: Writing): void {
    try {
      ftruncateSync(writing.fd, writing.at);
    } catch {
      // The rest of a frame at the end of a segment is skipped by whoever reads it.
    }
    if (this.#writing === undefined || this.#writing === writing) this.#segments.seal();
  }
}

async function writeAll({ fd, frames, at }: Writing): Promise<void> {
  let done = 0;
  while (done < frames.length) {
    const from = done;
    done += await new Promise<number>((resolve, reject) =>
      write(fd, frames, from, frames.length - from, at + from, (error, count) =>
        error === null ? resolve(count) : reject(error),
      ),
    );
  }
}

function writeAllSync({ fd, frames, at }: Writing): void {
  let done = 0;
  while (done < frames.length) done += writeSync(fd, frames, done, frames.length - done, at + done);
}
