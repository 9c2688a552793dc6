/** Callers who wait until a number is reached. */
export class SeqWaiters {
  readonly #waiting = new Set<{ seq: number; resolve: () => void; reject: (error: Error) => void }>();

  get size(): number {
    return this.#waiting.size;
  }

  wait(seq: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const leave = (): void => {
        this.#waiting.delete(waiter);
        signal.removeEventListener("abort", abort);
      };
      const abort = (): void => {
        leave();
        reject(signal.reason as Error);
      };
      const waiter = {
        seq,
        resolve: () => {
          leave();
          resolve();
        },
        reject: (error: Error) => {
          leave();
          reject(error);
        },
      };
      this.#waiting.add(waiter);
      signal.addEventListener("abort", abort, { once: true });
    });
  }

  reached(seq: number): void {
    for (const waiter of this.#waiting) if (waiter.seq <= seq) waiter.resolve();
  }

  fail(error: Error): void {
    for (const waiter of this.#waiting) waiter.reject(error);
  }
}
