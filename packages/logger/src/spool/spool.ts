import { closeSync, existsSync, openSync, readFileSync, rmSync, rmdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Batch } from "../collector/batch.ts";
import { SPOOL_RESET_BYTES } from "../limits.ts";
import { encodePosition, parsePosition } from "./spool-format.ts";
import type { Damage } from "./spool-reader.ts";
import { SpoolReader } from "./spool-reader.ts";
import type { Segment } from "./spool-segments.ts";
import { SpoolSegments } from "./spool-segments.ts";
import { SpoolWriter } from "./spool-writer.ts";

/**
 * Batches of one producer on disk, in order, each until the destination has it. One process at a time
 * has it open: the directory's name says which (see spool-group.ts).
 */
export class Spool {
  readonly dir: string;
  readonly #segments: SpoolSegments;
  readonly #writer: SpoolWriter;
  readonly #reader: SpoolReader;
  #ackedSeq: number;
  /** Could not be read: nothing of it is removed, so that a later process may try again. */
  #isGivenUp = false;

  /** Throws what the file system throws; a directory that is not there is an empty spool. */
  constructor(dir: string, onDamage: (damage: Damage) => void) {
    this.dir = dir;
    this.#segments = SpoolSegments.of(dir);
    this.#writer = new SpoolWriter(this.#segments);
    this.#reader = new SpoolReader(this.#segments, onDamage);
    this.#ackedSeq = readPosition(join(dir, POSITION));
  }

  get bytes(): number {
    return this.#segments.bytes;
  }

  /** Whether a batch is there that {@link Spool.next} has not given yet. */
  get hasMore(): boolean {
    return !this.#isGivenUp && !this.#reader.isAtEnd;
  }

  get isWriting(): boolean {
    return this.#writer.isWriting;
  }

  /** The highest number that an append under way takes care of, or 0. */
  get underWayThrough(): number {
    return this.#writer.underWayThrough;
  }

  append(batches: readonly Batch[]): Promise<void> {
    return this.#writer.append(batches);
  }

  appendSync(batches: readonly Batch[]): void {
    this.#writer.appendSync(batches);
  }

  /** The next batch to be sent. Rejects with what the file system says. */
  next(): Promise<Batch | undefined> {
    return this.#reader.next(this.#ackedSeq);
  }

  /** Somebody has adopted it, or removed it: what comes is written anew, and what was there is not ours any more. */
  forgetIfTaken(): void {
    const oldest = this.#segments.list[0];
    if (oldest === undefined || this.isWriting || existsSync(oldest.path)) return;
    for (let segment = this.#segments.list[0]; segment !== undefined; segment = this.#segments.list[0]) {
      this.#remove(segment);
    }
  }

  /** Leaves what is there for a later process. */
  giveUp(): void {
    this.#isGivenUp = true;
  }

  /** The destination has everything up to this number. */
  ack(seq: number): void {
    this.#ackedSeq = Math.max(this.#ackedSeq, seq);
    const { list } = this.#segments;
    if (list.length === 0 || this.#isGivenUp) return;
    for (let segment = list[0]; segment !== undefined; segment = list[0]) {
      const isInUse = this.#segments.isOpen(segment) && (this.isWriting || segment.end < SPOOL_RESET_BYTES);
      if (isInUse || !this.#isDone(segment)) break;
      this.#remove(segment);
    }
    if (list.length > 0) this.#writePosition();
  }

  /** Closes; an empty directory goes. */
  close(): void {
    void this.#reader.close();
    // A write that is under way holds the descriptor; what it belongs to is left for the next process.
    if (this.isWriting) return;
    this.#segments.seal();
    if (this.#isGivenUp) return;
    const { list } = this.#segments;
    for (let segment = list[0]; segment !== undefined; segment = list[0]) {
      if (!this.#isDone(segment)) return;
      this.#remove(segment);
    }
    rmSync(join(this.dir, POSITION), { force: true });
    try {
      rmdirSync(this.dir);
    } catch {
      // It was never made, or somebody put something into it: theirs to remove.
    }
  }

  /** Whether the destination has all of it. */
  #isDone(segment: Segment): boolean {
    return segment.lastSeq <= this.#ackedSeq && (segment.isOurs || this.#reader.isBehind(segment));
  }

  #remove(segment: Segment): void {
    this.#reader.forget(segment);
    this.#segments.remove(segment);
  }

  #writePosition(): void {
    try {
      const fd = openSync(join(this.dir, POSITION), "w", 0o600);
      writeSync(fd, encodePosition(this.#ackedSeq));
      closeSync(fd);
    } catch {
      // More is sent again after a restart, and known at the destination.
    }
  }
}

const POSITION = "acked";

function readPosition(path: string): number {
  try {
    return parsePosition(readFileSync(path));
  } catch {
    return 0;
  }
}
