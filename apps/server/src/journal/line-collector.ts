import type { RecentBatch } from "./recent-batches.ts";

const NEWLINE = 10;

/** Whole lines with the numbers of the first and the last. `bytes` may be shared: never write into it. */
export interface ReadResult {
  firstSeq: number;
  lastSeq: number;
  bytes: Buffer;
}

/** Gathers whole lines from `fromSeq` on until a limit is reached, at least one. */
export class LineCollector {
  readonly #fromSeq: number;
  readonly #maxBytes: number;
  readonly #maxEvents: number;
  readonly #parts: Buffer[] = [];
  #size = 0;
  #nextSeq: number;
  #full = false;

  constructor(fromSeq: number, maxBytes: number, maxEvents: number) {
    this.#fromSeq = fromSeq;
    this.#nextSeq = fromSeq;
    this.#maxBytes = maxBytes;
    this.#maxEvents = Math.max(1, maxEvents);
  }

  get full(): boolean {
    return this.#full;
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** Takes from a batch that holds `nextSeq`. */
  add({ firstSeq, lastSeq, bytes }: RecentBatch): void {
    let start = 0;
    for (let seq = firstSeq; seq < this.#nextSeq; seq++) start = bytes.indexOf(NEWLINE, start) + 1;
    const taken = this.#nextSeq - this.#fromSeq;
    const wholeFits = this.#size + bytes.byteLength - start <= this.#maxBytes;
    if (wholeFits && taken + (lastSeq - this.#nextSeq + 1) <= this.#maxEvents) {
      this.#push(start === 0 ? bytes : bytes.subarray(start), lastSeq);
      return;
    }
    this.#full = true;
    let end = start;
    let seq = this.#nextSeq;
    while (seq <= lastSeq && seq - this.#fromSeq < this.#maxEvents) {
      const lineEnd = bytes.indexOf(NEWLINE, end) + 1;
      if (this.#size + lineEnd - start > this.#maxBytes && seq > this.#fromSeq) break;
      end = lineEnd;
      seq++;
    }
    if (end > start) this.#push(bytes.subarray(start, end), seq - 1);
  }

  #push(part: Buffer, lastSeq: number): void {
    this.#parts.push(part);
    this.#size += part.byteLength;
    this.#nextSeq = lastSeq + 1;
    if (this.#size >= this.#maxBytes || this.#nextSeq - this.#fromSeq >= this.#maxEvents) this.#full = true;
  }

  /** `undefined` when nothing was taken. */
  result(): ReadResult | undefined {
    const only = this.#parts[0];
    if (!only) return undefined;
    const bytes = this.#parts.length === 1 ? only : Buffer.concat(this.#parts, this.#size);
    return { firstSeq: this.#fromSeq, lastSeq: this.#nextSeq - 1, bytes };
  }
}
