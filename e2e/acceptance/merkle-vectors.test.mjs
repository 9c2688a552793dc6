import { hash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  createTreeHasher,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from "@daybook/merkle";
import { describe, expect, it } from "vitest";

const shared = process.env.SHARED_DATA ?? new URL("../../../shared/data", import.meta.url).pathname;

const hasher = createTreeHasher((data, target, at) => {
  Buffer.from(target.buffer, target.byteOffset, target.byteLength).latin1Write(hash("sha256", data, "binary"), at);
});

const bytes = (base64) => new Uint8Array(Buffer.from(base64, "base64"));

/** The cases are written by Go: no proof at all is null there. */
const proofOf = ({ proof }) => (proof ?? []).map(bytes);

/** How each folder's cases are judged. */
const JUDGES = {
  inclusion: ({ leafIdx, treeSize, leafHash, root, ...rest }) =>
    verifyInclusion(hasher, {
      index: leafIdx,
      size: treeSize,
      leafHash: bytes(leafHash),
      proof: proofOf(rest),
      root: bytes(root),
    }),
  consistency: ({ size1, size2, root1, root2, ...rest }) =>
    verifyConsistency(hasher, { size1, root1: bytes(root1), size2, root2: bytes(root2), proof: proofOf(rest) }),
  subtreeinclusion: ({ leafIdx, start, end, leafHash, root, ...rest }) =>
    verifySubtreeInclusion(hasher, {
      index: leafIdx,
      start,
      end,
      leafHash: bytes(leafHash),
      proof: proofOf(rest),
      root: bytes(root),
    }),
  subtreeconsistency: ({ start, end, size, root1, root2, ...rest }) =>
    verifySubtreeConsistency(hasher, {
      start,
      end,
      root1: bytes(root1),
      size,
      root2: bytes(root2),
      proof: proofOf(rest),
    }),
};

/** The cases of transparency-dev/merkle, made and judged by an implementation in Go. */
describe.each(Object.entries(JUDGES))("the vectors of %s", (folder, holds) => {
  const root = join(shared, "merkle-vectors", folder);
  const names = readdirSync(root, { recursive: true }).filter((name) => name.endsWith(".json"));
  const cases = names.map((name) => [name, JSON.parse(readFileSync(join(root, name), "utf8"))]);

  it("has cases that must hold and cases that must not", () => {
    expect(new Set(cases.map(([, { wantErr }]) => wantErr))).toEqual(new Set([true, false]));
  });

  it.each(cases)("%s", (_name, { wantErr, ...claim }) => {
    expect(holds(claim)).toBe(!wantErr);
  });
});
