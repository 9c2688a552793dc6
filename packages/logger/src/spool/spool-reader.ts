import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import type { Batch } from "../collector/batch.ts";
import { BATCH_EVENTS, BATCH_LENGTH } from "../limits.ts";
import { SEGMENT_HEADER_BYTES, isSegmentHeader, readFrame } from "./spool-format.ts";
import type { Segment, SpoolSegments } from "./spool-segments.ts";

/** A part of a segment that cannot be read: what is behind it in the segment is not known. */
export interface Damage {
  readonly path: string;
  readonly bytes: number;
}

/** Reads a spool from its beginning to its end, small frames put together to a request's size. */
export class SpoolReader {
  readonly #segments: SpoolSegments;
  readonly #onDamage: (damage: Damage) => void;
  /** Where the next frame begins. */
  #segment: Segment | undefined;
  #at = 0;
  #file: FileHandle | undefined;
  #isClosed = false;

  constructor(segments: SpoolSegments, onDamage: (damage: Damage) => void) {
    this.#segments = segments;
    this.#onDamage = onDamage;
  }

  /** Whether all that is there was read. */
  get isAtEnd(): boolean {
    const newest = this.#segments.list.at(-1);
    return newest === undefined || (newest === this.#segment && this.#at >= newest.end);
  }

  /** Whether the segment was read to its end, so that no batch of it is still to come. */
  isBehind(segment: Segment): boolean {
    const { list } = this.#segments;
    if (this.#segment === undefined) return false;
    if (segment === this.#segment) return this.#at >= segment.end;
    return list.indexOf(segment) < list.indexOf(this.#segment);
  }

  /** The segment goes: nothing of it is still wanted. */
  forget(segment: Segment): void {
    if (segment !== this.#segment) return;
    void this.#closeFile();
    this.#segment = undefined;
  }

  /** The next events above `ackedSeq`; undefined at the end. Rejects with what the file system says. */
  async next(ackedSeq: number): Promise<Batch | undefined> {
    for (;;) {
      const segment = await this.#current();
      if (segment === undefined) return undefined;
      const frames = await this.#frames(segment);
      const fresh = frames.filter((batch) => batch.firstSeq + batch.count - 1 > ackedSeq);
      const first = fresh[0];
      if (first === undefined) continue;
      const count = fresh.reduce((sum, batch) => sum + batch.count, 0);
      return { firstSeq: first.firstSeq, count, body: Buffer.concat(fresh.map(({ body }) => body)) };
    }
  }

  /** Nothing more will be read. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#closeFile();
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** The segment with the next frame, opened. */
  async #current(): Promise<Segment | undefined> {
    const { list } = this.#segments;
    if (this.#segment !== undefined && this.#at < this.#segment.end) return this.#segment;
    const next = this.#segment === undefined ? list[0] : list[list.indexOf(this.#segment) + 1];
    if (next === undefined || (next === this.#segment && this.#at >= next.end)) return undefined;
    await this.#closeFile();
    this.#segment = next;
    this.#at = SEGMENT_HEADER_BYTES;
    this.#file = await open(next.path, "r");
    if (this.#isClosed) {
      await this.#closeFile();
      return undefined;
    }
    const header = await this.#bytes(0, SEGMENT_HEADER_BYTES);
    if (isSegmentHeader(header)) return next;
    // Shorter than a header: the process ended when it began the file.
    this.#skipRest(next, header.length === SEGMENT_HEADER_BYTES);
    return this.#current();
  }

  /** Frames from here on, as many as fit into one request and at least one unless the segment is spoilt here. */
  async #frames(segment: Segment): Promise<Batch[]> {
    const frames: Batch[] = [];
    let bytes = await this.#bytes(this.#at, Math.min(BATCH_LENGTH, segment.end - this.#at));
    let at = 0;
    let events = 0;
    while (this.#at < segment.end) {
      const frame = readFrame(bytes, at);
      if (frame.kind === "frame") {
        if (frames.length > 0 && events + frame.batch.count > BATCH_EVENTS) break;
        frames.push(frame.batch);
        events += frame.batch.count;
        at += frame.bytes;
        this.#at += frame.bytes;
        const last = frame.batch.firstSeq + frame.batch.count - 1;
        segment.lastSeq = Math.max(segment.lastSeq, last);
      } else if (frames.length > 0) {
        break;
      } else if (frame.kind === "damaged") {
        this.#skipRest(segment, true);
      } else if (frame.bytes > segment.end - this.#at) {
        // The process ended within this write.
        this.#skipRest(segment, false);
      } else {
        bytes = await this.#bytes(this.#at, frame.bytes);
        at = 0;
        // The file is shorter than it was: somebody cut it.
        if (bytes.length < frame.bytes) this.#skipRest(segment, true);
      }
    }
    return frames;
  }

  #skipRest(segment: Segment, isDamage: boolean): void {
    if (isDamage) this.#onDamage({ path: segment.path, bytes: segment.end - this.#at });
    this.#at = segment.end;
  }

  async #bytes(at: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    let got = 0;
    while (got < length) {
      const { bytesRead } = await (this.#file as FileHandle).read(bytes, got, length - got, at + got);
      if (bytesRead === 0) break;
      got += bytesRead;
    }
    return bytes.subarray(0, got);
  }
}
