import { categoryOf } from "@daybook/protocol";

/** Levels, categories and event types whose events have no entry. */
export type Exclusions = readonly string[];

export const DEFAULT_EXCLUSIONS: Exclusions = ["DEBUG", "price"];

/** Decides which events become entries. One selection stays in force until the trail has caught up with what was signed under it. */
export class Selection {
  readonly excluded: Exclusions;
  readonly #excluded: ReadonlySet<string>;

  constructor(excluded: Exclusions) {
    this.excluded = [...excluded].toSorted();
    this.#excluded = new Set(excluded);
  }

  has(level: string, eventType: string): boolean {
    const excluded = this.#excluded;
    return !excluded.has(level) && !excluded.has(eventType) && !excluded.has(categoryOf(eventType));
  }
}
