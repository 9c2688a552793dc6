/** Simulated time and what is to happen in it. Events at the same instant happen in the order of their planning. */
export class Schedule {
  #nowUs: number;
  #planned = 0;
  readonly #heap: { atUs: number; order: number; act: () => void }[] = [];

  constructor(startMs: number) {
    this.#nowUs = startMs * 1000;
  }

  get nowUs(): number {
    return this.#nowUs;
  }

  get nowMs(): number {
    return this.#nowUs / 1000;
  }

  after(delayMs: number, act: () => void): void {
    const item = { atUs: this.#nowUs + Math.max(1, Math.round(delayMs * 1000)), order: this.#planned++, act };
    const heap = this.#heap;
    let at = heap.length;
    heap.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(item, heap[parent] as typeof item)) break;
      heap[at] = heap[parent] as typeof item;
      at = parent;
    }
    heap[at] = item;
  }

  /** Again and again; `delayMs` is asked for each wait. */
  every(delayMs: () => number, act: () => void): void {
    const again = (): void => {
      act();
      this.after(delayMs(), again);
    };
    this.after(delayMs(), again);
  }

  /** Lets time pass up to and including `untilMs`. */
  runUntil(untilMs: number): void {
    const untilUs = untilMs * 1000;
    while (this.#heap.length > 0 && (this.#heap[0] as { atUs: number }).atUs <= untilUs) this.step();
    if (untilUs > this.#nowUs) this.#nowUs = untilUs;
  }

  /** The next happening, whenever it is. */
  step(): void {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return;
    if (heap.length > 0) this.#sink(last);
    this.#nowUs = first.atUs;
    first.act();
  }

  #sink(item: { atUs: number; order: number; act: () => void }): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as typeof item, heap[child] as typeof item)) child++;
      if (!before(heap[child] as typeof item, item)) break;
      heap[at] = heap[child] as typeof item;
      at = child;
    }
    heap[at] = item;
  }
}

function before(a: { atUs: number; order: number }, b: { atUs: number; order: number }): boolean {
  return a.atUs < b.atUs || (a.atUs === b.atUs && a.order < b.order);
}
