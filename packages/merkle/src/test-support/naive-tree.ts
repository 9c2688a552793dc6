import { hash } from "node:crypto";
import { createTreeHasher } from "../hash.ts";
import type { NodeId } from "../proof.ts";

/** SHA-256 of Node, for tests. */
export const hasher = createTreeHasher((data, target, at) => {
  Buffer.from(target.buffer, target.byteOffset, target.byteLength).write(hash("sha256", data, "binary"), at, "latin1");
});

/** Leaf i is the hash of i in decimal. */
export function leavesOf(size: number): Uint8Array[] {
  return Array.from({ length: size }, (_, i) => hasher.leaf(Buffer.from(String(i))));
}

/** MTH as RFC 9162 §2.1.1 defines it, by recursion. */
export function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return hasher.empty;
  if (leaves.length === 1) return leaves[0]!;
  const k = split(leaves.length);
  return hasher.node(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

/** PATH of RFC 9162 §2.1.3.1, by recursion. */
export function naiveInclusion(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...naiveInclusion(index, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naiveInclusion(index - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
}

/** SUBPROOF of RFC 9162 §2.1.4.1, by recursion. */
export function naiveConsistency(size: number, leaves: readonly Uint8Array[], whole = true): Uint8Array[] {
  if (size === leaves.length) return whole ? [] : [naiveRoot(leaves)];
  const k = split(leaves.length);
  return size <= k
    ? [...naiveConsistency(size, leaves.slice(0, k), whole), naiveRoot(leaves.slice(k))]
    : [...naiveConsistency(size - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))];
}

/** SUBTREE_SUBPROOF of draft-ietf-plants-merkle-tree-certs §4.4.1, by recursion. */
export function naiveSubtreeConsistency(
  start: number,
  end: number,
  leaves: readonly Uint8Array[],
  whole = true,
): Uint8Array[] {
  if (start === 0 && end === leaves.length) return whole ? [] : [naiveRoot(leaves)];
  const k = split(leaves.length);
  const left = leaves.slice(0, k);
  const right = leaves.slice(k);
  if (end <= k) return [...naiveSubtreeConsistency(start, end, left, whole), naiveRoot(right)];
  if (k <= start) return [...naiveSubtreeConsistency(start - k, end - k, right, whole), naiveRoot(left)];
  return [...naiveSubtreeConsistency(0, end - k, right, false), naiveRoot(left)];
}

/** The hash of a perfect subtree. */
export function nodeOf(leaves: readonly Uint8Array[], { level, index }: NodeId): Uint8Array {
  const count = 2 ** level;
  const own = leaves.slice(index * count, (index + 1) * count);
  if (own.length !== count) throw new Error(`node ${index} of level ${level} is not in a tree of ${leaves.length}`);
  return naiveRoot(own);
}

function split(size: number): number {
  return 2 ** (Math.ceil(Math.log2(size)) - 1);
}
