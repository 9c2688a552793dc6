import { HASH_BYTES, bytesEqual } from "./hash.ts";
import type { TreeHasher } from "./hash.ts";
import { isSafe } from "./safe-integer.ts";
import { verifyInclusion } from "./verify.ts";

/** That the leaf with this hash stands at `index` of the tree, in its subtree over [start, end) with this root. */
export interface SubtreeInclusionClaim {
  /** In the whole tree. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** That `root1` is the root over the leaves [start, end) of the tree of `size` leaves with `root2`. */
export interface SubtreeConsistencyClaim {
  readonly start: number;
  readonly end: number;
  readonly root1: Uint8Array;
  readonly size: number;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Checks an inclusion proof in a subtree, draft-ietf-plants-merkle-tree-certs §4.3: that of the RFC, counted from the
 * subtree's start. Never throws; a range that is no subtree makes the claim false.
 */
export function verifySubtreeInclusion(hasher: TreeHasher, claim: SubtreeInclusionClaim): boolean {
  const { index, start, end, leafHash, proof, root } = claim;
  if (!isSubtree(start, end) || !isSafe(index) || index < start) return false;
  return verifyInclusion(hasher, { index: index - start, size: end - start, leafHash, proof, root });
}

/**
 * Checks a consistency proof of a subtree, draft-ietf-plants-merkle-tree-certs §4.4.3. Never throws; a range that is no
 * subtree makes the claim false. The empty range is consistent with every tree by an empty proof, under the empty root.
 */
export function verifySubtreeConsistency(hasher: TreeHasher, claim: SubtreeConsistencyClaim): boolean {
  const { start, end, root1, size, root2, proof } = claim;
  if (!isSafe(start) || !isSafe(size) || !isSafe(end) || end > size) return false;
  if (start === end) return proof.length === 0 && bytesEqual(root1, hasher.empty);
  if (!isSubtree(start, end)) return false;
  // The names fn, sn and tn are those of the draft: the first and the last leaf of the subtree, and the last of the tree.
  let fn = start;
  let sn = end - 1;
  let tn = size - 1;
  const shift = (): void => {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
    tn = Math.floor(tn / 2);
  };
  const isLast = sn === tn;
  while (fn !== sn && (isLast || sn % 2 === 1)) shift();
  const isNode = fn === sn;
  const seed = isNode ? root1 : proof[0];
  if (seed === undefined || (tn > 0 && seed.length !== HASH_BYTES)) return false;
  let fr = seed;
  let sr = seed;
  for (const c of isNode ? proof : proof.slice(1)) {
    if (tn === 0 || c.length !== HASH_BYTES) return false;
    if (sn % 2 === 1 || sn === tn) {
      if (fn < sn) fr = hasher.node(c, fr);
      sr = hasher.node(c, sr);
      while (sn % 2 === 0) shift();
    } else {
      sr = hasher.node(sr, c);
    }
    shift();
  }
  return tn === 0 && bytesEqual(fr, root1) && bytesEqual(sr, root2);
}

/** Not empty, and starting at a multiple of the least power of two that holds it: §4.1 of the draft. */
function isSubtree(start: number, end: number): boolean {
  if (!isSafe(start) || !isSafe(end) || start >= end) return false;
  let leaves = 1;
  while (leaves < end - start) leaves *= 2;
  return start % leaves === 0;
}
