import { MerkleError } from "./errors.ts";
import { HASH_BYTES, requireHash } from "./hash.ts";
import type { TreeHasher } from "./hash.ts";
import { requireSafe } from "./safe-integer.ts";

/** A size up to 2⁵³ - 1 has at most 53 ones, and one more hash is there while it is merged. */
const MAX_HASHES = 54;

/**
 * A tree that only grows, kept as the roots of the perfect subtrees that it is made of: one for each 1 in the binary form
 * of its size, the largest first. It is the stack of RFC 9162 §2.1.2. Appending allocates nothing.
 */
export class CompactRange {
  readonly #hasher: TreeHasher;
  /** Without gaps, so that the last two are the pair of a node. */
  readonly #buffer = new Uint8Array(MAX_HASHES * HASH_BYTES);
  #count = 0;
  #size: number;

  /**
   * @param size leaves so far, up to 2⁵³ - 1.
   * @param hashes the subtree roots for that size as `hashes` gives them; they are copied.
   * @throws MerkleError if size and hashes do not fit.
   */
  constructor(hasher: TreeHasher, size = 0, hashes: readonly Uint8Array[] = []) {
    requireSafe("a tree size", size);
    const expected = onesOf(size);
    if (hashes.length !== expected) {
      throw new MerkleError(`a tree of ${size} has ${expected} perfect subtrees; ${hashes.length} hashes were given`);
    }
    for (const hash of hashes) {
      requireHash("the hash of a perfect subtree", hash);
      this.#buffer.set(hash, this.#count * HASH_BYTES);
      this.#count++;
    }
    this.#hasher = hasher;
    this.#size = size;
  }

  /** Leaves so far. */
  get size(): number {
    return this.#size;
  }

  /** The roots of the perfect subtrees, the largest first: copies. */
  get hashes(): readonly Uint8Array[] {
    return Array.from({ length: this.#count }, (_, i) => this.#buffer.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES));
  }

  /** Adds one leaf. @throws MerkleError if the hash has not 32 bytes or the tree is full. */
  append(leafHash: Uint8Array): void {
    this.appendPerfect(0, leafHash);
  }

  /**
   * Adds a perfect subtree of 2^`level` leaves, for example a full tile (level 8), by its root.
   *
   * @throws MerkleError if the size is no multiple of 2^`level`, the tree would pass 2⁵³ - 1, or the hash has not 32 bytes.
   */
  appendPerfect(level: number, hash: Uint8Array): void {
    requireSafe("a level", level);
    const leaves = 2 ** level;
    requireSafe("a tree size", this.#size + leaves);
    if (this.#size % leaves !== 0) {
      throw new MerkleError(`a perfect subtree of ${leaves} leaves cannot start at ${this.#size}`);
    }
    requireHash("the hash of a perfect subtree", hash);
    this.#buffer.set(hash, this.#count * HASH_BYTES);
    this.#count++;
    // Each 1 at the end of the size is a subtree as large as the one that was just completed.
    for (let rest = this.#size / leaves; rest % 2 === 1; rest = (rest - 1) / 2) {
      const pairAt = (this.#count - 2) * HASH_BYTES;
      this.#hasher.nodeInto(this.#buffer, pairAt, this.#buffer, pairAt);
      this.#count--;
    }
    this.#size += leaves;
  }

  /** The root of the tree, MTH(D[size]) of RFC 9162 §2.1.1. */
  root(): Uint8Array {
    if (this.#count === 0) return this.#hasher.empty.slice();
    const pair = new Uint8Array(2 * HASH_BYTES);
    const last = (this.#count - 1) * HASH_BYTES;
    pair.set(this.#buffer.subarray(last, last + HASH_BYTES), HASH_BYTES);
    for (let at = last - HASH_BYTES; at >= 0; at -= HASH_BYTES) {
      pair.set(this.#buffer.subarray(at, at + HASH_BYTES), 0);
      this.#hasher.nodeInto(pair, 0, pair, HASH_BYTES);
    }
    return pair.slice(HASH_BYTES);
  }
}

/** Ones in the binary form. */
function onesOf(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}
