const SIZE = 1_024;

/** Durations of the last thousand operations, for percentiles. */
export class LatencyWindow {
  readonly #samples = new Float64Array(SIZE);
  #count = 0;

  /** Operations ever. */
  get count(): number {
    return this.#count;
  }

  add(durationMs: number): void {
    this.#samples[this.#count % SIZE] = durationMs;
    this.#count++;
  }

  /** `share` from 0 to 1; 0 when nothing was measured. */
  percentileMs(share: number): number {
    const held = Math.min(this.#count, SIZE);
    if (held === 0) return 0;
    const sorted = this.#samples.slice(0, held).sort();
    return sorted[Math.min(held - 1, Math.floor(share * held))] as number;
  }
}
