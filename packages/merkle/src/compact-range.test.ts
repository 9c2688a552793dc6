import { expect, test } from "vitest";
import { CompactRange } from "./compact-range.ts";
import { MerkleError } from "./errors.ts";
import { rootNodes } from "./proof.ts";
import { hasher, leavesOf, naiveRoot, nodeOf } from "./test-support/naive-tree.ts";

const LEAVES = leavesOf(300);

test("leaf by leaf, root and subtrees are those by recursion, and the range goes on from what was kept", () => {
  let range = new CompactRange(hasher);
  for (let size = 0; size <= 140; size++) {
    expect(range.size).toBe(size);
    expect(range.root()).toEqual(naiveRoot(LEAVES.slice(0, size)));
    expect(range.hashes).toEqual(rootNodes(size).nodes.map((node) => nodeOf(LEAVES, node)));
    if (size % 3 === 0) range = new CompactRange(hasher, range.size, range.hashes);
    range.append(LEAVES[size]!);
  }
});

test("perfect subtrees of any level are appended at their multiples", () => {
  const range = new CompactRange(hasher);
  for (const level of [8, 5, 3, 1, 0, 0]) {
    range.appendPerfect(level, nodeOf(LEAVES, { level, index: range.size / 2 ** level }));
    expect(range.root()).toEqual(naiveRoot(LEAVES.slice(0, range.size)));
  }
  expect(range.size).toBe(300);
  expect(() => range.appendPerfect(3, hasher.empty)).toThrow(MerkleError);
  expect(range.size).toBe(300);
});

test("what is handed out and taken in are copies", () => {
  const leaf = hasher.empty.slice();
  const range = new CompactRange(hasher, 1, [leaf]);
  leaf.fill(0);
  range.hashes[0]!.fill(0);
  range.root().fill(0);
  expect(range.root()).toEqual(hasher.empty);
  new CompactRange(hasher).root().fill(0);
  expect(hasher.empty[0]).toBe(0xe3);
});

test("sizes beyond 32 bits go on to 2^53-1 and no further", () => {
  for (const size of [2 ** 31 - 1, 2 ** 32 - 1, 2 ** 53 - 2]) {
    const hashes = rootNodes(size).nodes.map(() => hasher.empty);
    const range = new CompactRange(hasher, size, hashes);
    range.append(hasher.empty);
    expect(range.size).toBe(size + 1);
    expect(range.hashes).toHaveLength(rootNodes(size + 1).nodes.length);
  }
  const full = new CompactRange(hasher, 2 ** 53 - 1, Array<Uint8Array>(53).fill(hasher.empty));
  expect(() => full.append(hasher.empty)).toThrow(MerkleError);
  expect(() => new CompactRange(hasher).appendPerfect(53, hasher.empty)).toThrow(MerkleError);
  expect(() => new CompactRange(hasher).appendPerfect(2_000, hasher.empty)).toThrow(MerkleError);
  expect(() => new CompactRange(hasher).appendPerfect(-1, hasher.empty)).toThrow(MerkleError);
});

test("hashes that do not fit the size are refused", () => {
  expect(() => new CompactRange(hasher, 3, [hasher.empty])).toThrow(MerkleError);
  expect(() => new CompactRange(hasher, 0, [hasher.empty])).toThrow(MerkleError);
  expect(() => new CompactRange(hasher, 1, [new Uint8Array(31)])).toThrow(MerkleError);
  expect(() => new CompactRange(hasher, 2 ** 53, [])).toThrow(MerkleError);
  expect(() => new CompactRange(hasher).append(new Uint8Array(33))).toThrow(MerkleError);
});
