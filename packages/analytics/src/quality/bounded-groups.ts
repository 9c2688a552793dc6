import { cut } from "./fields.ts";
import { MAX_GROUPS } from "./limits.ts";

/** Groups that were dropped because there were too many; each may have been counted again afterwards. */
export interface LeftOut {
  readonly groups: number;
  readonly count: number;
}

export interface Group<T> {
  readonly key: string;
  readonly count: number;
  readonly value: T;
}

/**
 * What is added up by a name that comes from outside. Twice as many groups as may be shown are kept; when they are full,
 * the rarer half goes, so that a name that is frequent stays whatever else comes by (as in the lossy counting of Manku and
 * Motwani, VLDB 2002). Counts of what is left are exact unless a group was dropped before it became frequent.
 */
export class BoundedGroups<T> {
  readonly #make: (key: string) => T;
  readonly #limit: number;
  #groups = new Map<string, { count: number; value: T }>();
  #dropped = 0;
  #droppedCount = 0;

  constructor(make: (key: string) => T, limit: number = MAX_GROUPS) {
    this.#make = make;
    this.#limit = limit;
  }

  /** The group of a name, and one more in it. */
  count(name: string, by = 1): T {
    const key = cut(name);
    let group = this.#groups.get(key);
    if (group === undefined) {
      if (this.#groups.size >= 2 * this.#limit) this.#shrink();
      group = { count: 0, value: this.#make(key) };
      this.#groups.set(key, group);
    }
    group.count += by;
    return group.value;
  }

  /** A group that is there already. */
  peek(name: string): T | undefined {
    return this.#groups.get(cut(name))?.value;
  }

  /** The most frequent first, then by name. */
  get groups(): Group<T>[] {
    return this.#sorted().slice(0, this.#limit);
  }

  get leftOut(): LeftOut {
    const rest = this.#sorted().slice(this.#limit);
    return {
      groups: this.#dropped + rest.length,
      count: this.#droppedCount + rest.reduce((sum, { count }) => sum + count, 0),
    };
  }

  #sorted(): Group<T>[] {
    return [...this.#groups]
      .map(([key, { count, value }]) => ({ key, count, value }))
      .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  }

  #shrink(): void {
    const sorted = this.#sorted();
    for (const { count } of sorted.slice(this.#limit)) {
      this.#dropped++;
      this.#droppedCount += count;
    }
    this.#groups = new Map(sorted.slice(0, this.#limit).map(({ key, count, value }) => [key, { count, value }]));
  }
}

/** How often each name came, as plain rows. */
export interface Counted {
  readonly name: string;
  readonly count: number;
}

export function countedOf(groups: BoundedGroups<unknown>): Counted[] {
  return groups.groups.map(({ key, count }) => ({ name: key, count }));
}
