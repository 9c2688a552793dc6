interface Waiter {
  seq: number;
  answer(reached: boolean): void;
}

/** The number up to which events can be found, and those who wait for it. */
export class SearchableSeq {
  #seq: number;
  #closed = false;
  readonly #waiters = new Set<Waiter>();

  constructor(seq: number) {
    this.#seq = seq;
  }

  get seq(): number {
    return this.#seq;
  }

  advance(seq: number): void {
    this.#seq = seq;
    for (const waiter of this.#waiters) if (waiter.seq <= seq) waiter.answer(true);
  }

  /** False when it was not reached in time. */
  wait(seq: number, timeoutMs: number): Promise<boolean> {
    if (seq <= this.#seq) return Promise.resolve(true);
    if (this.#closed) return Promise.resolve(false);
    return new Promise((resolve) => {
      const waiter: Waiter = {
        seq,
        answer: (reached) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(reached);
        },
      };
      const timer = setTimeout(() => waiter.answer(false), timeoutMs);
      this.#waiters.add(waiter);
    });
  }

  close(): void {
    this.#closed = true;
    for (const waiter of this.#waiters) waiter.answer(false);
  }
}
