import { MerkleError } from "./errors.ts";
import { MAX_ENTRY_BYTES } from "./limits.ts";

/**
 * The hash function that is handed in: writes the 32 bytes of SHA-256(`data`) into `target` from offset `at`. It reads all
 * of `data` before it writes, since both may be the same memory, and keeps neither.
 */
export type Sha256Into = (data: Uint8Array, target: Uint8Array, at: number) => void;

/** Bytes of one hash. */
export const HASH_BYTES = 32;

/**
 * The hashes of a Merkle tree, RFC 9162 §2.1.1. One is made per thread and used for everything: it keeps its buffers.
 * All methods are synchronous and may be called detached.
 */
export interface TreeHasher {
  /** The root of the tree without leaves: SHA-256 of nothing. Not to be written to. */
  readonly empty: Uint8Array;
  /** SHA-256(0x00 ‖ entry). @throws MerkleError for an entry above MAX_ENTRY_BYTES. */
  readonly leaf: (entry: Uint8Array) => Uint8Array;
  /** SHA-256(0x01 ‖ left ‖ right). @throws MerkleError unless both have 32 bytes. */
  readonly node: (left: Uint8Array, right: Uint8Array) => Uint8Array;
  /** Like `leaf`, written into `target` from `at`. @throws MerkleError if 32 bytes do not fit there. */
  readonly leafInto: (entry: Uint8Array, target: Uint8Array, at: number) => void;
  /**
   * Like `node`, of the 64 bytes left ‖ right at `pairAt` of `pair`. They may overlap with where the hash is written.
   * @throws MerkleError if either range is out of bounds.
   */
  readonly nodeInto: (pair: Uint8Array, pairAt: number, target: Uint8Array, at: number) => void;
  /** Plain SHA-256(data), for key ids. */
  readonly digest: (data: Uint8Array) => Uint8Array;
}

const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;
/** Most entries are below 1 kB; the buffer doubles for the others. */
const FIRST_LEAF_BUFFER = 1_025;

/** Makes the hasher of a tree. `sha256` is trusted to be SHA-256: a property test of the caller's choice of it is in order. */
export function createTreeHasher(sha256: Sha256Into): TreeHasher {
  // Hash functions take one piece of memory: the prefix and its data are put together here, once for all calls.
  let leafData = new Uint8Array(FIRST_LEAF_BUFFER);
  const nodeData = new Uint8Array(1 + 2 * HASH_BYTES);
  nodeData[0] = NODE_PREFIX;

  const leafInto = (entry: Uint8Array, target: Uint8Array, at: number): void => {
    const length = entry.length;
    if (length > MAX_ENTRY_BYTES)
      throw new MerkleError(`an entry has ${length} bytes; ${MAX_ENTRY_BYTES} are the most`);
    requireRoom(target, at, HASH_BYTES);
    if (length >= leafData.length) {
      leafData = new Uint8Array(1 + Math.min(MAX_ENTRY_BYTES, 2 * length));
      leafData[0] = LEAF_PREFIX;
    }
    leafData.set(entry, 1);
    sha256(leafData.subarray(0, length + 1), target, at);
  };
  const nodeInto = (pair: Uint8Array, pairAt: number, target: Uint8Array, at: number): void => {
    requireRoom(pair, pairAt, 2 * HASH_BYTES);
    requireRoom(target, at, HASH_BYTES);
    // A loop: `set` needs a view of the pair, and an object for each node is what this avoids.
    for (let i = 0; i < 2 * HASH_BYTES; i++) nodeData[i + 1] = pair[pairAt + i] as number;
    sha256(nodeData, target, at);
  };
  const digest = (data: Uint8Array): Uint8Array => {
    const hash = new Uint8Array(HASH_BYTES);
    sha256(data, hash, 0);
    return hash;
  };
  return {
    empty: digest(new Uint8Array(0)),
    leaf: (entry) => {
      const hash = new Uint8Array(HASH_BYTES);
      leafInto(entry, hash, 0);
      return hash;
    },
    node: (left, right) => {
      requireHash("the left hash", left);
      requireHash("the right hash", right);
      nodeData.set(left, 1);
      nodeData.set(right, 1 + HASH_BYTES);
      const hash = new Uint8Array(HASH_BYTES);
      sha256(nodeData, hash, 0);
      return hash;
    },
    leafInto,
    nodeInto,
    digest,
  };
}

/**
 * The root of a perfect tree from its leaf hashes, the hot path for full tiles: one buffer of half the input is allocated
 * per call, nothing per node.
 *
 * @param hashes 2^k hashes of 32 bytes without gaps, at least one; they are not changed.
 * @throws MerkleError for any other length.
 */
export function perfectRoot(hasher: TreeHasher, hashes: Uint8Array): Uint8Array {
  let count = hashes.length / HASH_BYTES;
  if (!isPowerOfTwo(count)) throw new MerkleError(`a perfect tree has 32·2^k bytes of hashes, not ${hashes.length}`);
  if (count === 1) return hashes.slice();
  const level = new Uint8Array(hashes.length / 2);
  let source = hashes;
  while (count > 1) {
    count /= 2;
    // The level above is written over the one it is made from: a node lies before or at its own pair.
    for (let i = 0; i < count; i++) hasher.nodeInto(source, 2 * HASH_BYTES * i, level, HASH_BYTES * i);
    source = level;
  }
  return level.slice(0, HASH_BYTES);
}

/** Whether two byte strings are the same. Not in constant time: everything compared here is public. */
export function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Refuses a hash that has not 32 bytes. @throws MerkleError naming `what`. */
export function requireHash(what: string, hash: Uint8Array): void {
  if (hash.length !== HASH_BYTES) throw new MerkleError(`${what} has ${hash.length} bytes, not ${HASH_BYTES}`);
}

function requireRoom(bytes: Uint8Array, at: number, length: number): void {
  // Written so that NaN and fractions fail too: some hash functions would write less without a word.
  if (!(Number.isInteger(at) && at >= 0 && at + length <= bytes.length)) {
    throw new MerkleError(`${length} bytes at offset ${at} are outside of a buffer of ${bytes.length}`);
  }
}

function isPowerOfTwo(value: number): boolean {
  if (!Number.isInteger(value) || value < 1) return false;
  let power = 1;
  while (power < value) power *= 2;
  return power === value;
}
