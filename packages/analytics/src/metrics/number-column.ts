const CHUNK = 65_536;

/** Numbers in typed arrays of a fixed size: 8 bytes each, and none of them moves when another comes. */
export class NumberColumn {
  readonly #chunks: Float64Array[] = [];
  #last = new Float64Array(0);
  #used = 0;

  push(value: number): void {
    if (this.#used === this.#last.length) {
      this.#last = new Float64Array(CHUNK);
      this.#chunks.push(this.#last);
      this.#used = 0;
    }
    this.#last[this.#used++] = value;
  }

  get length(): number {
    return this.#chunks.length === 0 ? 0 : (this.#chunks.length - 1) * CHUNK + this.#used;
  }

  /** A copy of all of them. */
  get values(): Float64Array {
    const values = new Float64Array(this.length);
    this.#chunks.forEach((chunk, at) => {
      const isLast = at === this.#chunks.length - 1;
      values.set(isLast ? chunk.subarray(0, this.#used) : chunk, at * CHUNK);
    });
    return values;
  }
}
