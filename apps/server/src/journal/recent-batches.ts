/** A durable batch still in memory. */
export interface RecentBatch {
  firstSeq: number;
  lastSeq: number;
  bytes: Buffer;
}

/** The newest batches, up to a number of bytes, so that readers near the head never touch the disk. */
export class RecentBatches {
  readonly #maxBytes: number;
  #batches: RecentBatch[] = [];
  /** Batches before this place are gone; the array is shortened now and then, not at each step. */
  #start = 0;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push(batch: RecentBatch): void {
    this.#batches.push(batch);
    this.#bytes += batch.bytes.byteLength;
    while (this.#bytes > this.#maxBytes && this.#start < this.#batches.length) {
      this.#bytes -= (this.#batches[this.#start] as RecentBatch).bytes.byteLength;
      this.#start++;
    }
    if (this.#start > 1_024 || this.#start === this.#batches.length) {
      this.#batches = this.#batches.slice(this.#start);
      this.#start = 0;
    }
  }

  /** Lets go of everything: what is on disk has become another. */
  clear(): void {
    this.#batches = [];
    this.#start = 0;
    this.#bytes = 0;
  }

  /** Batches from the one that holds `seq` on, oldest first; empty when it is not in memory. */
  *from(seq: number): Generator<RecentBatch> {
    const batches = this.#batches;
    let low = this.#start;
    if (low === batches.length || (batches[low] as RecentBatch).firstSeq > seq) return;
    let high = batches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((batches[middle] as RecentBatch).lastSeq < seq) low = middle + 1;
      else high = middle;
    }
    for (let i = low; i < batches.length; i++) yield batches[i] as RecentBatch;
  }
}
