import { refusal } from "./exception.ts";

/** Lets `size` callers in at a time, the others in order of arrival, and no more than `maxWaiting` of them. */
export class Slots {
  readonly #maxWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;
  #busy = 0;

  constructor(size: number, maxWaiting: number) {
    this.#free = size;
    this.#maxWaiting = maxWaiting;
  }

  get busy(): number {
    return this.#busy;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter();
    this.#busy++;
    try {
      return await work();
    } finally {
      this.#busy--;
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }

  #enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve();
    }
    if (this.#waiting.length >= this.#maxWaiting) {
      return Promise.reject(
        refusal(202, "TOO_MANY_SIMULTANEOUS_QUERIES", 503, "Too many statements are waiting; come back later"),
      );
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
