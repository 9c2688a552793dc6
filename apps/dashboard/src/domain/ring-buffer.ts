/** Keeps the newest `capacity` items. Index 0 is the oldest kept. Plain memory: nothing observes it. */
export class RingBuffer<T> {
  readonly capacity: number;
  #items: (T | undefined)[];
  #start = 0;
  #length = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#items = new Array<T | undefined>(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Returns how many old items had to go. */
  push(items: readonly T[]): number {
    const before = this.#length;
    for (const item of items) {
      const end = (this.#start + this.#length) % this.capacity;
      this.#items[end] = item;
      if (this.#length === this.capacity) this.#start = (this.#start + 1) % this.capacity;
      else this.#length++;
    }
    return before + items.length - this.#length;
  }

  at(index: number): T | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    return this.#items[(this.#start + index) % this.capacity];
  }

  clear(): void {
    this.#items = new Array<T | undefined>(this.capacity);
    this.#start = 0;
    this.#length = 0;
  }

  toArray(): T[] {
    return Array.from({ length: this.#length }, (_, index) => this.at(index) as T);
  }
}
