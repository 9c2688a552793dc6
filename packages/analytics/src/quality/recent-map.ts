/** A map that forgets what was put in first when it is full, and counts what it forgot. */
export class RecentMap<V> {
  readonly #limit: number;
  readonly #onForgotten: ((value: V) => void) | undefined;
  readonly #values = new Map<string, V>();
  forgotten = 0;

  constructor(limit: number, onForgotten?: (value: V) => void) {
    this.#limit = limit;
    this.#onForgotten = onForgotten;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  set(key: string, value: V): void {
    if (!this.#values.has(key) && this.#values.size >= this.#limit) this.#forgetOldest();
    this.#values.set(key, value);
  }

  delete(key: string): void {
    this.#values.delete(key);
  }

  /** Oldest first. */
  values(): IterableIterator<V> {
    return this.#values.values();
  }

  /** Oldest first. */
  entries(): IterableIterator<[string, V]> {
    return this.#values.entries();
  }

  clear(): void {
    this.#values.clear();
  }

  #forgetOldest(): void {
    const oldest = this.#values.entries().next();
    if (oldest.done === true) return;
    const [key, value] = oldest.value;
    this.#values.delete(key);
    this.forgotten++;
    this.#onForgotten?.(value);
  }
}
