import { IDS_PER_GENERATION } from "./limits.ts";

/** Ids that were learnt together; old ones are forgotten by the generation. */
export interface Generation {
  readonly number: number;
  readonly ids: Set<string>;
  /** Those that no file holds yet, see `IdFiles`. */
  unsaved: string[];
}

function newGeneration(number: number): Generation {
  return { number, ids: new Set(), unsaved: [] };
}

/**
 * Ids of events that carry no producer number. The newest are remembered, at least one generation and at most two;
 * durable ones apart from those still on their way to the disk.
 */
export class RememberedIds {
  readonly #perGeneration: number;
  #current = newGeneration(1);
  #previous = newGeneration(0);
  readonly #pending = new Map<string, Promise<unknown> | undefined>();

  constructor(perGeneration = IDS_PER_GENERATION) {
    this.#perGeneration = perGeneration;
  }

  /** Oldest first. */
  get generations(): readonly Generation[] {
    return [this.#previous, this.#current];
  }

  isDurable(id: string): boolean {
    return this.#current.ids.has(id) || this.#previous.ids.has(id);
  }

  isPending(id: string): boolean {
    return this.#pending.has(id);
  }

  /** The append that holds a pending id. */
  appendOf(id: string): Promise<unknown> | undefined {
    return this.#pending.get(id);
  }

  setPending(id: string, append?: Promise<unknown>): void {
    this.#pending.set(id, append);
  }

  cancel(id: string): void {
    this.#pending.delete(id);
  }

  /** The event is durable, now or since before the start. */
  remember(id: string): void {
    this.#pending.delete(id);
    if (this.isDurable(id)) return;
    this.#current.ids.add(id);
    this.#current.unsaved.push(id);
    if (this.#current.ids.size < this.#perGeneration) return;
    this.#previous = this.#current;
    this.#current = newGeneration(this.#current.number + 1);
  }

  /** Takes over what files held before the start: generations oldest first, at most two. */
  restore(generations: readonly { number: number; ids: readonly string[] }[]): void {
    const [previous, current] = generations
      .slice(-2)
      .map(({ number, ids }) => ({ number, ids: new Set(ids), unsaved: [] }));
    if (!previous) return;
    if (current) [this.#previous, this.#current] = [previous, current];
    else this.#current = previous;
  }
}
