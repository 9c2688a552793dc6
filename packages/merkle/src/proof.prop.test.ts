import fc from "fast-check";
import { expect, test } from "vitest";
import { consistencyNodes, inclusionNodes, rootNodes } from "./proof.ts";
import type { NodeId, ProofPlan } from "./proof.ts";
import { hasher } from "./test-support/naive-tree.ts";
import { tileOfNode, tileWidth } from "./tile.ts";
import { verifyConsistency, verifyInclusion } from "./verify.ts";

/** Sizes up to 2^53-1, many near the powers of two that go wrong with 32 bits. */
const SIZE = fc.oneof(
  fc.integer({ min: 1, max: 2_000 }),
  fc
    .tuple(fc.constantFrom(2 ** 31, 2 ** 32, 2 ** 52, 2 ** 53 - 1_000), fc.integer({ min: -300, max: 300 }))
    .map(([power, by]) => power + by),
  fc.integer({ min: 1, max: 2 ** 53 - 1 }),
);

/** A tree too large to be built, in which each leaf is the same: the hash of a node depends on its shape only. */
const LEAF = hasher.leaf(Buffer.from("the same"));
const PERFECT = [LEAF];
for (let level = 1; level <= 53; level++) PERFECT.push(hasher.node(PERFECT[level - 1]!, PERFECT[level - 1]!));
const assembled = (plan: ProofPlan) =>
  plan.assemble(
    hasher,
    plan.nodes.map((node) => PERFECT[node.level]!),
  );
const rootOf = (size: number) => assembled(rootNodes(size))[0]!;

test("proofs of trees up to 2^53-1 verify, and not for the neighbours", () => {
  fc.assert(
    fc.property(SIZE, SIZE, (a, b) => {
      const index = Math.min(a, b) - 1;
      const size = Math.max(a, b);
      const proof = assembled(inclusionNodes(index, size));
      const claim = { index, size, leafHash: LEAF, proof, root: rootOf(size) };
      expect(verifyInclusion(hasher, claim)).toBe(true);
      expect(verifyInclusion(hasher, { ...claim, root: rootOf(size - 1) })).toBe(false);
      expect(verifyInclusion(hasher, { ...claim, leafHash: PERFECT[1]! })).toBe(false);
      expect(proof.length).toBeLessThan(54);
    }),
  );
});

test("growth between sizes up to 2^53-1 verifies, and not to the neighbours", () => {
  fc.assert(
    fc.property(SIZE, SIZE, (a, b) => {
      const size1 = Math.min(a, b);
      const size2 = Math.max(a, b);
      const proof = assembled(consistencyNodes(size1, size2));
      const claim = { size1, root1: rootOf(size1), size2, root2: rootOf(size2), proof };
      expect(verifyConsistency(hasher, claim)).toBe(true);
      expect(verifyConsistency(hasher, { ...claim, root2: rootOf(size2 - 1) })).toBe(false);
      expect(verifyConsistency(hasher, { ...claim, root1: PERFECT[53]! })).toBe(false);
      expect(proof.length).toBeLessThan(64);
    }),
  );
});

test("all that a plan reads is in the tree and stored in its tiles", () => {
  fc.assert(
    fc.property(SIZE, SIZE, (a, b) => {
      const size = Math.max(a, b);
      const plans = [inclusionNodes(Math.min(a, b) - 1, size), consistencyNodes(Math.min(a, b), size), rootNodes(size)];
      for (const node of plans.flatMap((plan) => plan.nodes)) {
        expect(BigInt(node.index + 1) * 2n ** BigInt(node.level)).toBeLessThanOrEqual(BigInt(size));
        const { tile, first, count } = tileOfNode(node);
        expect(first + count).toBeLessThanOrEqual(tileWidth(size, tile));
        expect(leavesFrom(node)).toEqual((BigInt(tile.index) * 256n + BigInt(first)) * 256n ** BigInt(tile.level));
      }
      for (const plan of plans) expect(plan.nodes.length).toBeLessThan(108);
    }),
  );
});

function leavesFrom(node: NodeId): bigint {
  return BigInt(node.index) * 2n ** BigInt(node.level);
}
