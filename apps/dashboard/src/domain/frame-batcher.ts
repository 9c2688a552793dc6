export interface FrameDoor {
  requestFrame: (run: () => void) => void;
  /** Milliseconds of a steady clock. */
  nowMs: () => number;
}

/**
 * Gathers what arrives and hands it on in one piece, in an animation frame, at most once in `intervalMs`. While no
 * frames come (a hidden tab) at most `capacity` items are kept, the newest; the others are counted.
 */
export class FrameBatcher<T> {
  readonly #door: FrameDoor;
  readonly #intervalMs: number;
  readonly #capacity: number;
  readonly #take: (items: T[], lost: number) => void;
  #items: T[] = [];
  #lost = 0;
  #scheduled = false;
  #lastMs = -Infinity;

  constructor(
    options: { intervalMs: number; capacity: number; take: (items: T[], lost: number) => void },
    door: FrameDoor,
  ) {
    this.#intervalMs = options.intervalMs;
    this.#capacity = options.capacity;
    this.#take = options.take;
    this.#door = door;
  }

  push(items: readonly T[]): void {
    for (const item of items) this.#items.push(item);
    const over = this.#items.length - 2 * this.#capacity;
    if (over > 0) {
      this.#lost += over + this.#capacity;
      this.#items.splice(0, over + this.#capacity);
    }
    this.#schedule();
  }

  clear(): void {
    this.#items = [];
    this.#lost = 0;
  }

  #schedule(): void {
    if (this.#scheduled || this.#items.length === 0) return;
    this.#scheduled = true;
    this.#door.requestFrame(() => {
      this.#scheduled = false;
      const now = this.#door.nowMs();
      if (now - this.#lastMs < this.#intervalMs) return this.#schedule();
      this.#lastMs = now;
      const items = this.#items;
      const lost = this.#lost;
      this.clear();
      if (items.length > 0) this.#take(items, lost);
    });
  }
}
