import { createHash } from "node:crypto";
import { consistencyNodes, createTreeHasher, rootNodes } from "@daybook/merkle";
import type { ProofPlan } from "@daybook/merkle";
import type { TrailHead, TrailHeads } from "../anchor.ts";

export const hasher = createTreeHasher((data, target, at) =>
  target.set(createHash("sha256").update(data).digest(), at),
);

/**
 * A trail of any size up to 2⁵³ - 1 in which each entry is the same: the hash of a subtree depends on its level only. Two
 * trails with other entries are forks of each other.
 */
export interface TestTrail extends TrailHeads {
  size: number;
  /** The head that it had, or will have, at that size. */
  headAt(size: number): TrailHead;
  proof(from: number, to: number): Uint8Array[];
}

export function createTestTrail(origin = "example.com/trail", entry = "the same"): TestTrail {
  const perfect = [hasher.leaf(Buffer.from(entry))];
  for (let level = 1; level <= 53; level++) perfect.push(hasher.node(perfect[level - 1]!, perfect[level - 1]!));
  const assembled = (plan: ProofPlan): Uint8Array[] =>
    plan.assemble(
      hasher,
      plan.nodes.map(({ level }) => perfect[level]!),
    );
  const headAt = (size: number): TrailHead => ({ origin, size, root: assembled(rootNodes(size))[0]! });
  const proof = (from: number, to: number): Uint8Array[] => assembled(consistencyNodes(from, to));
  const trail: TestTrail = {
    size: 0,
    headAt,
    proof,
    head: async () => headAt(trail.size),
    consistency: async (from, to) => proof(from, to),
  };
  return trail;
}
