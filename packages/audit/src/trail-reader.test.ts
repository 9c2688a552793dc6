import { verifyConsistency, verifyInclusion } from "@daybook/merkle";
import { expect, it } from "vitest";
import { nodeHasher } from "./node-hash.ts";
import { journalLines, sampleTrail } from "./test-support/sample-trail.ts";
import { TrailReader } from "./trail-reader.ts";

it("makes proofs for every size that was signed", async () => {
  const { trail, source } = await sampleTrail(300);
  const before = trail.head;
  trail.take(journalLines(301, 900), 900);
  await trail.commit();
  const reader = new TrailReader(source);
  const { root } = trail.head;
  const proof = await reader.consistency(300, 900);
  const claim = { size1: 300, root1: before.root, size2: 900, root2: root, proof };
  expect(verifyConsistency(nodeHasher, claim)).toBe(true);
  for (const [index, size, top] of [
    [7, 300, before.root],
    [7, 900, root],
    [899, 900, root],
  ] as const) {
    const { entry } = await reader.entry(index, size);
    const inclusion = {
      index,
      size,
      leafHash: nodeHasher.leaf(entry),
      proof: await reader.inclusion(index, size),
      root: top,
    };
    expect(verifyInclusion(nodeHasher, inclusion)).toBe(true);
  }
});

it("says which file is not there", async () => {
  const reader = new TrailReader({ read: () => Promise.resolve(undefined) });
  await expect(reader.inclusion(3, 700)).rejects.toThrow(/tile\/0\/000 of the audit trail is not there/);
  await expect(reader.entry(3, 700)).rejects.toThrow(/tile\/entries\/000/);
});
