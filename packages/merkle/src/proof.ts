import { MerkleError } from "./errors.ts";
import { requireHash } from "./hash.ts";
import type { TreeHasher } from "./hash.ts";
import { requireSafe } from "./safe-integer.ts";

/** The root of the perfect subtree over the leaves [`index`·2^`level`, (`index` + 1)·2^`level`). Level 0 is a leaf. */
export interface NodeId {
  readonly level: number;
  readonly index: number;
}

/** What must be read for a proof, and how the proof is made of it: reading may be synchronous or not, so it is the caller's. */
export interface ProofPlan {
  /** The subtrees whose hashes are needed, all inside the tree; fewer than 108. */
  readonly nodes: readonly NodeId[];
  /**
   * The proof, in the order in which it is checked.
   *
   * @param hashes those of `nodes`, in their order.
   * @throws MerkleError if their number is another, or one has not 32 bytes.
   */
  readonly assemble: (hasher: TreeHasher, hashes: readonly Uint8Array[]) => Uint8Array[];
}

/**
 * The plan of an inclusion proof, PATH of RFC 9162 §2.1.3.1: from the leaf's sibling to the root's child.
 *
 * @throws MerkleError unless 0 ≤ `index` < `size` < 2⁵³.
 */
export function inclusionNodes(index: number, size: number): ProofPlan {
  requireSafe("a leaf index", index);
  requireSafe("a tree size", size);
  if (index >= size) throw new MerkleError(`leaf ${index} is not in a tree of ${size}`);
  const parts: NodeId[][] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      parts.push(subtreeNodes(middle, end));
      end = middle;
    } else {
      parts.push(subtreeNodes(start, middle));
      start = middle;
    }
  }
  return planOf(parts.reverse());
}

/**
 * The plan of a consistency proof, PROOF of RFC 9162 §2.1.4.1. It is empty for equal sizes, and from the empty tree: such
 * a proof shows nothing, and tlog-witness wants it so.
 *
 * @throws MerkleError unless 0 ≤ `size1` ≤ `size2` < 2⁵³.
 */
export function consistencyNodes(size1: number, size2: number): ProofPlan {
  requireSafe("a tree size", size1);
  requireSafe("a tree size", size2);
  if (size1 > size2) throw new MerkleError(`a tree of ${size2} cannot have grown from one of ${size1}`);
  if (size1 === 0) return planOf([]);
  const parts: NodeId[][] = [];
  let start = 0;
  let end = size2;
  while (size1 !== end) {
    const middle = start + splitOf(end - start);
    if (size1 <= middle) {
      parts.push(subtreeNodes(middle, end));
      end = middle;
    } else {
      parts.push(subtreeNodes(start, middle));
      start = middle;
    }
  }
  // A whole old tree is known to the verifier by its root; any other piece is told.
  if (start > 0) parts.push(subtreeNodes(start, end));
  return planOf(parts.reverse());
}

/**
 * The plan of a root: `assemble` gives one hash, MTH(D[size]) of RFC 9162 §2.1.1. Its nodes are the hashes of a
 * CompactRange of that size, in the same order.
 *
 * @throws MerkleError unless 0 ≤ `size` < 2⁵³.
 */
export function rootNodes(size: number): ProofPlan {
  requireSafe("a tree size", size);
  return planOf([subtreeNodes(0, size)]);
}

/** Each part is one hash of the proof: perfect subtrees from left to right, together a subtree. */
function planOf(parts: readonly (readonly NodeId[])[]): ProofPlan {
  const nodes = parts.flat();
  const assemble = (hasher: TreeHasher, hashes: readonly Uint8Array[]): Uint8Array[] => {
    if (hashes.length !== nodes.length) {
      throw new MerkleError(`this proof is made of ${nodes.length} hashes; ${hashes.length} were given`);
    }
    for (const hash of hashes) requireHash("the hash of a subtree", hash);
    let at = 0;
    return parts.map((part) => {
      const own = hashes.slice(at, at + part.length);
      at += part.length;
      return foldRight(hasher, own);
    });
  };
  return { nodes, assemble };
}

function foldRight(hasher: TreeHasher, hashes: readonly Uint8Array[]): Uint8Array {
  return hashes.length === 0 ? hasher.empty.slice() : hashes.reduceRight((right, left) => hasher.node(left, right));
}

/** The perfect subtrees of [start, end), the largest first. `start` is a multiple of the largest. */
function subtreeNodes(start: number, end: number): NodeId[] {
  const nodes: NodeId[] = [];
  for (let from = start; from < end;) {
    let level = 0;
    let leaves = 1;
    while (2 * leaves <= end - from) {
      leaves *= 2;
      level++;
    }
    nodes.push({ level, index: from / leaves });
    from += leaves;
  }
  return nodes;
}

/** The largest power of two strictly below `leaves`, which is at least 2. */
function splitOf(leaves: number): number {
  let power = 1;
  while (2 * power < leaves) power *= 2;
  return power;
}
