/** Events a second over the last few seconds. Times are milliseconds of any steady clock. */
export class RateMeter {
  readonly #windowMs: number;
  #entries: { atMs: number; count: number }[] = [];

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(count: number, atMs: number): void {
    this.#entries.push({ atMs, count });
    this.#forget(atMs);
  }

  perSecond(nowMs: number): number {
    this.#forget(nowMs);
    const total = this.#entries.reduce((sum, entry) => sum + entry.count, 0);
    return (total * 1_000) / this.#windowMs;
  }

  reset(): void {
    this.#entries = [];
  }

  #forget(nowMs: number): void {
    const oldest = nowMs - this.#windowMs;
    const keep = this.#entries.findIndex((entry) => entry.atMs > oldest);
    if (keep === -1) this.#entries = [];
    else if (keep > 0) this.#entries.splice(0, keep);
  }
}
