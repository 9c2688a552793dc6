import { HASH_BYTES, bytesEqual } from "./hash.ts";
import type { TreeHasher } from "./hash.ts";
import { isSafe } from "./safe-integer.ts";

/** That the leaf with this hash stands at `index` of the tree of `size` leaves with this root. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  /** From the leaf's sibling to the root's child. */
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** That the tree of `size2` leaves begins with the leaves of the tree of `size1`. */
export interface ConsistencyClaim {
  readonly size1: number;
  readonly root1: Uint8Array;
  readonly size2: number;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Checks an inclusion proof, RFC 9162 §2.1.3.2. Never throws: whatever is wrong with the claim, sizes of 2⁵³ and more and
 * hashes that have not 32 bytes among it, makes it false.
 */
export function verifyInclusion(hasher: TreeHasher, claim: InclusionClaim): boolean {
  const { index, size, leafHash, proof, root } = claim;
  if (!isSafe(index) || !isSafe(size) || index >= size || leafHash.length !== HASH_BYTES) return false;
  // The names fn, sn and r are those of the RFC.
  let fn = index;
  let sn = size - 1;
  let r = leafHash;
  for (const p of proof) {
    if (sn === 0 || p.length !== HASH_BYTES) return false;
    if (isOdd(fn) || fn === sn) {
      r = hasher.node(p, r);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      r = hasher.node(r, p);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && bytesEqual(r, root);
}

/**
 * Checks a consistency proof, RFC 9162 §2.1.4.2. Never throws: whatever is wrong with the claim makes it false.
 *
 * Trees of equal size are consistent if the proof is empty and the roots are the same. The empty tree is consistent with
 * itself only, and only under its own root: every tree begins with nothing, so that a proof from size 0 shows nothing, and
 * who accepts a first tree decides so without a proof.
 */
export function verifyConsistency(hasher: TreeHasher, claim: ConsistencyClaim): boolean {
  const { size1, root1, size2, root2, proof } = claim;
  if (!isSafe(size1) || !isSafe(size2) || size1 > size2) return false;
  if (size1 === size2) {
    return proof.length === 0 && bytesEqual(root1, root2) && (size1 > 0 || bytesEqual(root1, hasher.empty));
  }
  if (size1 === 0 || proof.length === 0) return false;
  let fn = size1 - 1;
  let sn = size2 - 1;
  while (isOdd(fn)) {
    fn = half(fn);
    sn = half(sn);
  }
  // fn is 0 just when size1 is a power of two: the old tree is then a subtree of the new one, and the proof omits its root.
  const path = fn === 0 ? proof : proof.slice(1);
  const seed = fn === 0 ? root1 : (proof[0] as Uint8Array);
  if (seed.length !== HASH_BYTES) return false;
  let fr = seed;
  let sr = seed;
  for (const c of path) {
    if (sn === 0 || c.length !== HASH_BYTES) return false;
    if (isOdd(fn) || fn === sn) {
      fr = hasher.node(c, fr);
      sr = hasher.node(c, sr);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      sr = hasher.node(sr, c);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && bytesEqual(fr, root1) && bytesEqual(sr, root2);
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

/** One bit to the right, without cutting to 32 bits. */
function half(value: number): number {
  return Math.floor(value / 2);
}
