import fc from "fast-check";
import { expect, test } from "vitest";
import { verifySubtreeConsistency, verifySubtreeInclusion } from "./subtree.ts";
import { hasher } from "./test-support/naive-tree.ts";
import { STRANGE_NUMBER } from "./test-support/refusal.ts";
import { verifyConsistency, verifyInclusion } from "./verify.ts";

const HASH = fc.uint8Array({ minLength: 30, maxLength: 33 });
const PROOF = fc.array(HASH, { maxLength: 70 });

test("no claim whatsoever makes a check throw", () => {
  fc.assert(
    fc.property(STRANGE_NUMBER, STRANGE_NUMBER, STRANGE_NUMBER, HASH, HASH, PROOF, (a, b, c, left, right, proof) => {
      expect(verifyInclusion(hasher, { index: a, size: b, leafHash: left, proof, root: right })).toBe(false);
      const subtree = { index: a, start: b, end: c, leafHash: left, proof, root: right };
      expect(verifySubtreeInclusion(hasher, subtree)).toBe(false);
      expect(verifyConsistency(hasher, { size1: a, root1: left, size2: b, root2: right, proof })).toBe(false);
      const part = { start: a, end: b, root1: left, size: c, root2: right, proof };
      expect(verifySubtreeConsistency(hasher, part)).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});
