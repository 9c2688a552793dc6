import { IDS_PER_GENERATION } from "./limits.ts";

/**
 * Ids of events that carry no producer number. The newest are remembered, at least one generation and at most two;
 * durable ones apart from those still on their way to the disk.
 */
export class RememberedIds {
  readonly #perGeneration: number;
  #current = new Set<string>();
  #previous = new Set<string>();
  readonly #pending = new Map<string, Promise<unknown> | undefined>();

  constructor(perGeneration = IDS_PER_GENERATION) {
    this.#perGeneration = perGeneration;
  }

  isDurable(id: string): boolean {
    return this.#current.has(id) || this.#previous.has(id);
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
    this.#current.add(id);
    if (this.#current.size >= this.#perGeneration) this.rotate();
  }

  /** Begins a new generation and forgets the one before the last. */
  rotate(): void {
    this.#previous = this.#current;
    this.#current = new Set();
  }
}
