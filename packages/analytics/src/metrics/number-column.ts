const FIRST_CAPACITY = 1_024;

/** Numbers in a typed array that doubles when it is full: 8 bytes each. */
export class NumberColumn {
  #values = new Float64Array(FIRST_CAPACITY);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const grown = new Float64Array(2 * this.length);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.length++] = value;
  }

  /** A view, good until the next push. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.length);
  }
}
