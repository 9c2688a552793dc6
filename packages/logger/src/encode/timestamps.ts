/** Microseconds since 1970, UTC, as an integer. A float64 holds them exactly until the year 2255. */
export type MicrosecondClock = () => number;

/**
 * The system's wall clock with microseconds. The monotonic timer gives the digits below a
 * millisecond; the wall clock is looked at again each half second so that corrections are followed.
 */
export function systemClock(): MicrosecondClock {
  let offsetMs = Date.now() - performance.now();
  let checkAt = performance.now() + 500;
  return () => {
    const monotonicMs = performance.now();
    if (monotonicMs >= checkAt) {
      checkAt = monotonicMs + 500;
      const drift = Date.now() - (monotonicMs + offsetMs);
      // Date.now() has whole milliseconds: only more than that is a real correction.
      if (drift < -1 || drift > 2) offsetMs += drift;
    }
    return Math.floor((monotonicMs + offsetMs) * 1000);
  };
}

const THREE_DIGITS: readonly string[] = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, "0"));

/**
 * RFC 3339 texts with six fraction digits, each later than the one before: when the clock stands
 * still or steps backwards, the last time plus one microsecond. The text of the second is cached.
 */
export class Timestamps {
  readonly #clock: MicrosecondClock;
  #last = 0;
  #secondStart = Number.NaN;
  #prefix = "";

  constructor(clock: MicrosecondClock) {
    this.#clock = clock;
  }

  next(): string {
    let now = this.#clock();
    if (now <= this.#last) now = this.#last + 1;
    this.#last = now;
    let rest = now - this.#secondStart;
    // Also true for NaN: the first call.
    if (!(rest >= 0 && rest < 1_000_000)) {
      this.#secondStart = Math.floor(now / 1_000_000) * 1_000_000;
      rest = now - this.#secondStart;
      this.#prefix = new Date(this.#secondStart / 1000).toISOString().slice(0, 20);
    }
    const ms = (rest / 1000) | 0;
    return `${this.#prefix}${THREE_DIGITS[ms] as string}${THREE_DIGITS[rest - ms * 1000] as string}Z`;
  }

  /** Milliseconds since 1970 of the last text. */
  get lastMs(): number {
    return Math.floor(this.#last / 1000);
  }
}
