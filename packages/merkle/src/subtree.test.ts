import { expect, test } from "vitest";
import { verifySubtreeConsistency, verifySubtreeInclusion } from "./subtree.ts";
import { hasher, leavesOf, naiveInclusion, naiveRoot, naiveSubtreeConsistency } from "./test-support/naive-tree.ts";

const SIZE = 21;
const LEAVES = leavesOf(SIZE);

/** All pairs that are subtrees: the start is a multiple of the least power of two that holds the leaves. */
function* subtrees(size: number): Generator<readonly [start: number, end: number]> {
  for (let start = 0; start < size; start++) {
    for (let end = start + 1; end <= size; end++) {
      if (start % 2 ** Math.ceil(Math.log2(end - start)) === 0) yield [start, end];
    }
  }
}

test("every leaf is proved in every subtree that holds it, at its own index", () => {
  for (const [start, end] of subtrees(SIZE)) {
    const leaves = LEAVES.slice(start, end);
    for (let index = start; index < end; index++) {
      const claim = {
        start,
        end,
        leafHash: LEAVES[index]!,
        proof: naiveInclusion(index - start, leaves),
        root: naiveRoot(leaves),
      };
      for (let at = 0; at < SIZE; at++)
        expect(verifySubtreeInclusion(hasher, { ...claim, index: at })).toBe(at === index);
    }
  }
});

test("every subtree is proved in every tree that holds it, under its own roots", () => {
  for (let size = 1; size <= SIZE; size++) {
    const leaves = LEAVES.slice(0, size);
    for (const [start, end] of subtrees(size)) {
      const root1 = naiveRoot(LEAVES.slice(start, end));
      const proof = naiveSubtreeConsistency(start, end, leaves);
      const claim = { start, end, root1, size, root2: naiveRoot(leaves), proof };
      expect(verifySubtreeConsistency(hasher, claim)).toBe(true);
      expect(verifySubtreeConsistency(hasher, { ...claim, root1: hasher.empty })).toBe(false);
      expect(verifySubtreeConsistency(hasher, { ...claim, root2: hasher.empty })).toBe(false);
      expect(verifySubtreeConsistency(hasher, { ...claim, proof: [...proof, hasher.empty] })).toBe(false);
      if (proof.length > 0) {
        expect(verifySubtreeConsistency(hasher, { ...claim, proof: proof.slice(1) })).toBe(false);
        expect(verifySubtreeConsistency(hasher, { ...claim, proof: proof.slice(0, -1) })).toBe(false);
      }
    }
  }
});

test("ranges that are no subtrees are refused", () => {
  const root = hasher.empty;
  for (const [start, end] of [
    [1, 3],
    [2, 5],
    [2, 6],
    [1, 15],
    [3, 2],
    [0, 2 ** 53],
    [-1, 1],
    [1, 2 ** 53 - 1],
  ] as const) {
    const included = { index: start, start, end, leafHash: root, proof: [], root };
    expect(verifySubtreeInclusion(hasher, included)).toBe(false);
    expect(
      verifySubtreeConsistency(hasher, { start, end, root1: root, size: 2 ** 53 - 1, root2: root, proof: [] }),
    ).toBe(false);
  }
});

test("the empty range is consistent under the empty root", () => {
  const claim = { start: 3, end: 3, root1: hasher.empty, size: 8, root2: LEAVES[0]!, proof: [] };
  expect(verifySubtreeConsistency(hasher, claim)).toBe(true);
  expect(verifySubtreeConsistency(hasher, { ...claim, root1: LEAVES[0]! })).toBe(false);
  expect(verifySubtreeConsistency(hasher, { ...claim, proof: [hasher.empty] })).toBe(false);
  expect(verifySubtreeConsistency(hasher, { ...claim, size: 2 })).toBe(false);
});
