import { expect, test } from "vitest";
import { MerkleError } from "./errors.ts";
import { consistencyNodes, inclusionNodes, rootNodes } from "./proof.ts";
import { hasher, leavesOf, naiveConsistency, naiveInclusion, naiveRoot, nodeOf } from "./test-support/naive-tree.ts";

const LEAVES = leavesOf(70);
const assemble = (plan: ReturnType<typeof rootNodes>) =>
  plan.assemble(
    hasher,
    plan.nodes.map((node) => nodeOf(LEAVES, node)),
  );

test("every proof of every small tree is the one by recursion", () => {
  for (let size = 1; size <= 40; size++) {
    const leaves = LEAVES.slice(0, size);
    for (let index = 0; index < size; index++) {
      expect(assemble(inclusionNodes(index, size))).toEqual(naiveInclusion(index, leaves));
      expect(assemble(consistencyNodes(index + 1, size))).toEqual(naiveConsistency(index + 1, leaves));
    }
    expect(assemble(rootNodes(size))).toEqual([naiveRoot(leaves)]);
  }
});

test("the proof of RFC 9162 §2.1.5: leaf 0, 3, 4 and 6 of seven, and growth from 3, 4 and 6 to 7", () => {
  const names = (plan: ReturnType<typeof rootNodes>) => plan.nodes.map(({ level, index }) => `${level}/${index}`);
  // There b is leaf 1, h the node 1/1, l the right half of three leaves: its nodes are 1/2 and 0/6.
  expect(names(inclusionNodes(0, 7))).toEqual(["0/1", "1/1", "1/2", "0/6"]);
  expect(names(inclusionNodes(3, 7))).toEqual(["0/2", "1/0", "1/2", "0/6"]);
  expect(names(inclusionNodes(4, 7))).toEqual(["0/5", "0/6", "2/0"]);
  expect(names(inclusionNodes(6, 7))).toEqual(["1/2", "2/0"]);
  expect(names(consistencyNodes(3, 7))).toEqual(["0/2", "0/3", "1/0", "1/2", "0/6"]);
  expect(names(consistencyNodes(4, 7))).toEqual(["1/2", "0/6"]);
  expect(names(consistencyNodes(6, 7))).toEqual(["1/2", "0/6", "2/0"]);
});

test("nothing is read for a single leaf, equal sizes and growth from the empty tree, and the empty tree has its root", () => {
  expect(inclusionNodes(0, 1).assemble(hasher, [])).toEqual([]);
  expect(consistencyNodes(5, 5).assemble(hasher, [])).toEqual([]);
  expect(consistencyNodes(0, 5).assemble(hasher, [])).toEqual([]);
  expect(consistencyNodes(0, 0).assemble(hasher, [])).toEqual([]);
  expect(rootNodes(0).assemble(hasher, [])).toEqual([hasher.empty]);
});

test("plans for impossible trees are refused", () => {
  for (const size of [-1, 0.5, 2 ** 53, Number.NaN, Infinity]) {
    expect(() => inclusionNodes(0, size)).toThrow(MerkleError);
    expect(() => inclusionNodes(size, 10)).toThrow(MerkleError);
    expect(() => consistencyNodes(1, size)).toThrow(MerkleError);
    expect(() => consistencyNodes(size, 2 ** 53 - 1)).toThrow(MerkleError);
    expect(() => rootNodes(size)).toThrow(MerkleError);
  }
  expect(() => inclusionNodes(0, 0)).toThrow(MerkleError);
  expect(() => inclusionNodes(7, 7)).toThrow(MerkleError);
  expect(() => consistencyNodes(8, 7)).toThrow(MerkleError);
});

test("a proof is assembled of just the hashes of its plan", () => {
  const plan = inclusionNodes(3, 7);
  const hashes = plan.nodes.map((node) => nodeOf(LEAVES, node));
  expect(() => plan.assemble(hasher, hashes.slice(1))).toThrow(MerkleError);
  expect(() => plan.assemble(hasher, [...hashes, hasher.empty])).toThrow(MerkleError);
  expect(() => plan.assemble(hasher, [new Uint8Array(31), ...hashes.slice(1)])).toThrow(MerkleError);
});
