import { deflateRaw, deflateRawSync, inflateRawSync } from "node:zlib";
import type { Batch } from "./batch.ts";
import { splitFirst } from "./batch.ts";

/** The quickest level: log lines shrink to a tenth with it, and a megabyte takes some ten milliseconds. */
const LEVEL = { level: 1 } as const;

/** A batch whose body may be compressed. */
interface Waiting {
  readonly batch: Batch;
  /** Raw DEFLATE of the body, in whose place it is kept. */
  readonly packed: Buffer | undefined;
  /** Nothing else uses the memory of its body. */
  readonly isAlone: boolean;
}

const EMPTY = Buffer.alloc(0);

/**
 * Batches in their order, compressed while they wait for long: a destination that is away costs the same memory for some ten times
 * as many events. The oldest is never compressed, since it is the one that is being sent.
 */
export class PackedBatches {
  readonly #packAboveBytes: number;
  readonly #waiting: Waiting[] = [];
  #bytes = 0;
  #isPacking = false;
  /** Memory of a body that was compressed, for the next one: megabytes that wait for the garbage collector add up. */
  #spare: ArrayBufferLike | undefined;

  /** Beyond so many bytes they are compressed beside the program; `Infinity`: never. */
  constructor(packAboveBytes: number) {
    this.#packAboveBytes = packAboveBytes;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Bytes that they take now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Number of the oldest event. */
  get firstSeq(): number | undefined {
    return this.#waiting[0]?.batch.firstSeq;
  }

  /** Number of the last event of the oldest batch; `Infinity` when there is none. */
  get firstEnds(): number {
    const first = this.#waiting[0]?.batch;
    return first === undefined ? Number.POSITIVE_INFINITY : first.firstSeq + first.count - 1;
  }

  push(batch: Batch): void {
    this.#waiting.push({ batch, packed: undefined, isAlone: true });
    this.#bytes += batch.body.length;
    this.#packBeside();
  }

  /** The oldest, the same object each time. */
  first(): Batch | undefined {
    const first = this.#waiting[0];
    if (first?.packed !== undefined) this.#replace(0, unpack(first), undefined);
    return this.#waiting[0]?.batch;
  }

  shift(): void {
    const first = this.#waiting.shift();
    if (first !== undefined) this.#bytes -= sizeOf(first);
  }

  /** The oldest ones with their bodies, as many as take no more than these bytes. */
  unpacked(maxBytes: number): Batch[] {
    const batches: Batch[] = [];
    let bytes = 0;
    for (const waiting of this.#waiting) {
      const batch = unpack(waiting);
      bytes += batch.body.length;
      if (batches.length > 0 && waiting.packed !== undefined && bytes > maxBytes) break;
      batches.push(batch);
    }
    return batches;
  }

  /** Puts two halves in the place of the oldest; false when it is a single event. */
  split(): boolean {
    const first = this.first();
    if (first === undefined) return false;
    const halves = [first];
    if (!splitFirst(halves)) return false;
    this.#waiting.splice(0, 1, ...halves.map((batch) => ({ batch, packed: undefined, isAlone: false })));
    return true;
  }

  /** Memory that a new body may have. */
  takeSpare(): ArrayBufferLike | undefined {
    const spare = this.#spare;
    this.#spare = undefined;
    return spare;
  }

  /** Compresses one batch within the call; false when there is none left to compress. */
  packOne(): boolean {
    const at = this.#nextToPack();
    if (at === -1) return false;
    this.#keepPacked(at, deflateRawSync((this.#waiting[at] as Waiting).batch.body, LEVEL));
    return true;
  }

  /** Compresses in the thread pool, batch after batch, while there is more than may wait as it is. */
  #packBeside(): void {
    if (this.#isPacking || this.#bytes <= this.#packAboveBytes) return;
    const at = this.#nextToPack();
    if (at === -1) return;
    const target = this.#waiting[at] as Waiting;
    this.#isPacking = true;
    deflateRaw(target.batch.body, LEVEL, (error, packed) => {
      this.#isPacking = false;
      if (error !== null) return;
      // It may have been sent meanwhile, or be the one that is being sent.
      const now = this.#waiting.indexOf(target);
      if (now > 0) this.#keepPacked(now, packed);
      this.#packBeside();
    });
  }

  #nextToPack(): number {
    if (this.#packAboveBytes === Number.POSITIVE_INFINITY) return -1;
    return this.#waiting.findIndex(({ packed }, at) => at > 0 && packed === undefined);
  }

  #keepPacked(at: number, packed: Buffer): void {
    const { batch, isAlone } = this.#waiting[at] as Waiting;
    if (isAlone && batch.body.byteOffset === 0) this.#spare = batch.body.buffer;
    this.#replace(at, { ...batch, body: EMPTY }, packed);
  }

  #replace(at: number, batch: Batch, packed: Buffer | undefined): void {
    const made = { batch, packed, isAlone: true };
    this.#bytes += sizeOf(made) - sizeOf(this.#waiting[at] as Waiting);
    this.#waiting[at] = made;
  }
}

function sizeOf({ batch, packed }: Waiting): number {
  return packed?.length ?? batch.body.length;
}

function unpack({ batch, packed }: Waiting): Batch {
  return packed === undefined ? batch : { ...batch, body: inflateRawSync(packed) };
}
