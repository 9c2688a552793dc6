import { MAX_HOURS } from "./limits.ts";

export interface HourCount {
  /** `2026-11-21T08` in UTC. */
  readonly hour: string;
  readonly count: number;
}

/** How often something happened in each hour; the newest hours are kept one by one. */
export class HourCounts {
  readonly #hours = new Map<string, number>();
  /** In hours older than those that are listed. */
  earlier = 0;

  add(hour: string): void {
    const before = this.#hours.get(hour);
    if (before === undefined && this.#hours.size >= MAX_HOURS) {
      const oldest = [...this.#hours.keys()].reduce((a, b) => (a < b ? a : b));
      if (hour < oldest) {
        this.earlier++;
        return;
      }
      this.earlier += this.#hours.get(oldest) ?? 0;
      this.#hours.delete(oldest);
    }
    this.#hours.set(hour, (before ?? 0) + 1);
  }

  /** Oldest first. */
  get hours(): HourCount[] {
    return [...this.#hours].map(([hour, count]) => ({ hour, count })).sort((a, b) => (a.hour < b.hour ? -1 : 1));
  }
}
