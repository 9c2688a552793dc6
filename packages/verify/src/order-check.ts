import type { Findings } from "./finding.ts";
import type { Leaf } from "./leaf.ts";
import { parseLeaf } from "./leaf.ts";

const decoder = new TextDecoder();

/**
 * What the entries say of each other, in their order: numbers of the journal rise, times do not fall, each producer's count has no
 * hole. Entries that cannot be read are given the benefit of the doubt once each: they are named elsewhere.
 */
export class OrderCheck {
  readonly #findings: Findings;
  readonly #counts = new Map<string, number>();
  /** The first leaf of a producer need not be its first: what is before was not looked at. */
  readonly #beginsLater: boolean;
  #last: Leaf | undefined;
  #unread = 0;
  /** Leaves that could be read. */
  leaves = 0;

  constructor(findings: Findings, beginsLater: boolean) {
    this.#findings = findings;
    this.#beginsLater = beginsLater;
  }

  get last(): Leaf | undefined {
    return this.#last;
  }

  /** The next entry; undefined when it is not what was signed. */
  next(index: number, entry: Uint8Array | undefined, path: string): Leaf | undefined {
    if (entry === undefined) {
      this.#unread++;
      return undefined;
    }
    const leaf = parseLeaf(decoder.decode(entry));
    if (leaf === undefined) {
      this.#unread++;
      this.#findings.add("leaf_invalid", path, "the entry is not a leaf of this version", index);
      return undefined;
    }
    this.leaves++;
    this.#compare(index, leaf, path);
    this.#count(index, leaf, path);
    this.#last = leaf;
    return leaf;
  }

  #compare(index: number, leaf: Leaf, path: string): void {
    const last = this.#last;
    if (last === undefined) return;
    if (leaf.seq <= last.seq) {
      const message = `number ${leaf.seq} of the journal comes after ${last.seq}`;
      this.#findings.add("seq_backwards", path, message, index);
    }
    if (leaf.collected_at < last.collected_at) {
      const message = `collected at ${leaf.collected_at}, after one that was collected at ${last.collected_at}`;
      this.#findings.add("time_backwards", path, message, index);
    }
  }

  #count(index: number, leaf: Leaf, path: string): void {
    const last = this.#counts.get(leaf.producer);
    this.#counts.set(leaf.producer, leaf.count);
    if (last === undefined && this.#beginsLater) return;
    const missing = leaf.count - (last ?? 0) - 1;
    if (missing === 0) return;
    if (missing > 0 && missing <= this.#unread) {
      this.#unread -= missing;
      return;
    }
    const what =
      missing > 0 ? `${missing} events of ${leaf.producer} are missing` : `${leaf.producer} counts backwards`;
    this.#findings.add("count_gap", path, `${what}: ${last ?? 0} is followed by ${leaf.count}`, index);
  }
}
