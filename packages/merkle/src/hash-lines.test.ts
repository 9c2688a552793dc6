import { expect, test } from "vitest";
import { MerkleError } from "./errors.ts";
import { formatHashLines, parseHashLines } from "./hash-lines.ts";
import { MAX_PROOF_HASHES } from "./limits.ts";
import { hasher } from "./test-support/naive-tree.ts";

const LINE = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

test("a proof is one hash a line, up to 63", () => {
  expect(formatHashLines([])).toBe("");
  expect(formatHashLines([hasher.empty, hasher.empty])).toBe(`${LINE}\n${LINE}\n`);
  expect(parseHashLines([LINE, LINE])).toEqual([hasher.empty, hasher.empty]);
  expect(parseHashLines(Array<string>(MAX_PROOF_HASHES).fill(LINE))).toHaveLength(MAX_PROOF_HASHES);
});

test("longer proofs and other lines are refused", () => {
  expect(() => formatHashLines(Array<Uint8Array>(64).fill(hasher.empty))).toThrow(MerkleError);
  expect(() => formatHashLines([hasher.empty.subarray(1)])).toThrow(MerkleError);
  expect(() => parseHashLines(Array<string>(64).fill(LINE))).toThrow(MerkleError);
  for (const line of ["", "AAAA", `${LINE} `, LINE.slice(4), `AAAA${LINE}`, LINE.replace("FU=", "FV=")]) {
    expect(() => parseHashLines([line])).toThrow(MerkleError);
  }
});
