import { expect, test } from "vitest";
import { consistencyNodes, inclusionNodes } from "./proof.ts";
import { hasher, leavesOf, naiveConsistency, naiveInclusion, naiveRoot, nodeOf } from "./test-support/naive-tree.ts";
import { verifyConsistency, verifyInclusion } from "./verify.ts";

const LEAVES = leavesOf(33);
const ROOTS = Array.from({ length: 34 }, (_, size) => naiveRoot(LEAVES.slice(0, size)));

test("a leaf is proved at its own index of its own tree only", () => {
  for (let size = 1; size <= 33; size++) {
    for (let index = 0; index < size; index++) {
      const proof = naiveInclusion(index, LEAVES.slice(0, size));
      const holds = (at: number, of: number, root: number) =>
        verifyInclusion(hasher, { index: at, size: of, leafHash: LEAVES[index]!, proof, root: ROOTS[root]! });
      expect(holds(index, size, size)).toBe(true);
      for (let other = 0; other <= 33; other++) {
        if (other !== index) expect(holds(other, size, size)).toBe(false);
        if (other !== size) expect(holds(index, size, other)).toBe(false);
      }
    }
  }
});

test("growth is proved between its own sizes and roots only", () => {
  for (let size2 = 1; size2 <= 33; size2++) {
    for (let size1 = 1; size1 <= size2; size1++) {
      const proof = naiveConsistency(size1, LEAVES.slice(0, size2));
      const holds = (root1: number, root2: number) =>
        verifyConsistency(hasher, { size1, root1: ROOTS[root1]!, size2, root2: ROOTS[root2]!, proof });
      expect(holds(size1, size2)).toBe(true);
      for (let other = 0; other <= 33; other++) {
        if (other !== size1) expect(holds(other, size2)).toBe(false);
        if (other !== size2) expect(holds(size1, other)).toBe(false);
      }
    }
  }
});

test("a proof that is too short, too long, reordered or has a changed bit proves nothing", () => {
  const inclusion = inclusionNodes(20, 33);
  const consistency = consistencyNodes(21, 33);
  const hashesOf = (plan: typeof inclusion) => plan.nodes.map((node) => nodeOf(LEAVES, node));
  const included = (proof: readonly Uint8Array[]) =>
    verifyInclusion(hasher, { index: 20, size: 33, leafHash: LEAVES[20]!, proof, root: ROOTS[33]! });
  const consistent = (proof: readonly Uint8Array[]) =>
    verifyConsistency(hasher, { size1: 21, root1: ROOTS[21]!, size2: 33, root2: ROOTS[33]!, proof });
  for (const [holds, proof] of [
    [included, inclusion.assemble(hasher, hashesOf(inclusion))],
    [consistent, consistency.assemble(hasher, hashesOf(consistency))],
  ] as const) {
    expect(holds(proof)).toBe(true);
    expect(holds([])).toBe(false);
    expect(holds([...proof, hasher.empty])).toBe(false);
    expect(holds([...proof].reverse())).toBe(false);
    expect(holds(Array<Uint8Array>(100_000).fill(hasher.empty))).toBe(false);
    for (const i of proof.keys()) {
      expect(holds(proof.toSpliced(i, 1))).toBe(false);
      expect(holds(proof.toSpliced(i, 0, proof[i]!))).toBe(false);
      expect(holds(proof.with(i, proof[i]!.subarray(1)))).toBe(false);
      expect(holds(proof.with(i, new Uint8Array([...proof[i]!, 0])))).toBe(false);
      for (let bit = 0; bit < 256; bit += 37) expect(holds(proof.with(i, flipped(proof[i]!, bit)))).toBe(false);
    }
  }
});

test("the empty tree is consistent with itself only", () => {
  const [empty, one] = [hasher.empty, LEAVES[0]!];
  const holds = (size1: number, root1: Uint8Array, size2: number, root2: Uint8Array, proof: Uint8Array[] = []) =>
    verifyConsistency(hasher, { size1, root1, size2, root2, proof });
  expect(holds(0, empty, 0, empty)).toBe(true);
  expect(holds(0, one, 0, one)).toBe(false);
  expect(holds(0, empty, 0, empty, [empty])).toBe(false);
  expect(holds(0, empty, 1, one)).toBe(false);
  expect(holds(0, empty, 1, one, [one])).toBe(false);
  expect(holds(1, one, 1, one)).toBe(true);
  expect(holds(1, one, 0, empty)).toBe(false);
});

test("numbers that are no sizes and hashes of other lengths make a claim false", () => {
  const one = LEAVES[0]!;
  for (const strange of [-1, 0.5, Number.NaN, Infinity, 2 ** 53, 2 ** 64]) {
    expect(verifyInclusion(hasher, { index: strange, size: 9, leafHash: one, proof: [], root: one })).toBe(false);
    expect(verifyInclusion(hasher, { index: 0, size: strange, leafHash: one, proof: [], root: one })).toBe(false);
    expect(verifyConsistency(hasher, { size1: strange, root1: one, size2: strange, root2: one, proof: [] })).toBe(
      false,
    );
  }
  const short = one.subarray(1);
  expect(verifyInclusion(hasher, { index: 0, size: 1, leafHash: short, proof: [], root: short })).toBe(false);
  expect(verifyConsistency(hasher, { size1: 1, root1: short, size2: 2, root2: one, proof: [one] })).toBe(false);
});

function flipped(hash: Uint8Array, bit: number): Uint8Array {
  const copy = hash.slice();
  copy[Math.floor(bit / 8)]! ^= 1 << (bit % 8);
  return copy;
}
