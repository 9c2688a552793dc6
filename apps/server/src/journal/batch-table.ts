import type { BatchEntry } from "./format.ts";

/** The batches of one segment in order, in columns: a busy segment has tens of thousands. */
export class BatchTable {
  readonly #offsets: number[] = [];
  readonly #lengths: number[] = [];
  readonly #firstSeqs: number[] = [];
  readonly #lastSeqs: number[] = [];
  readonly #commitSeqs: number[] = [];
  readonly #times: number[] = [];
  readonly #crcs: number[] = [];

  get length(): number {
    return this.#offsets.length;
  }

  push(entry: BatchEntry): void {
    this.#offsets.push(entry.offset);
    this.#lengths.push(entry.length);
    this.#firstSeqs.push(entry.firstSeq);
    this.#lastSeqs.push(entry.lastSeq);
    this.#commitSeqs.push(entry.commitSeq);
    this.#times.push(entry.timeMs);
    this.#crcs.push(entry.crc);
  }

  at(i: number): BatchEntry {
    if (i < 0 || i >= this.length) throw new RangeError(`Batch ${i} of ${this.length}`);
    return {
      offset: this.#offsets[i] as number,
      length: this.#lengths[i] as number,
      firstSeq: this.#firstSeqs[i] as number,
      lastSeq: this.#lastSeqs[i] as number,
      commitSeq: this.#commitSeqs[i] as number,
      timeMs: this.#times[i] as number,
      crc: this.#crcs[i] as number,
    };
  }

  last(): BatchEntry | undefined {
    return this.length === 0 ? undefined : this.at(this.length - 1);
  }

  /** Index of the batch that holds `seq`; `length` when all end before it. */
  find(seq: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#lastSeqs[middle] as number) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Keeps the first `count` batches. */
  cut(count: number): void {
    for (const column of [
      this.#offsets,
      this.#lengths,
      this.#firstSeqs,
      this.#lastSeqs,
      this.#commitSeqs,
      this.#times,
      this.#crcs,
    ]) {
      column.length = Math.min(count, column.length);
    }
  }
}
