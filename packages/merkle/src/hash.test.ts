import { hash } from "node:crypto";
import { expect, test } from "vitest";
import { MerkleError } from "./errors.ts";
import { bytesEqual, createTreeHasher, perfectRoot, requireHash } from "./hash.ts";
import { MAX_ENTRY_BYTES } from "./limits.ts";
import { hasher, leavesOf, naiveRoot } from "./test-support/naive-tree.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const sha256 = (data: Uint8Array) => hash("sha256", data, "hex");

test("known answers: the empty tree, an empty leaf, a leaf and a node", () => {
  expect(hex(hasher.empty)).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(hex(hasher.leaf(new Uint8Array(0)))).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  // The cases of transparency-dev/merkle.
  expect(hex(hasher.leaf(Buffer.from("L123456")))).toBe(
    "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56",
  );
  expect(hex(hasher.node(hasher.leaf(Buffer.from("N123")), hasher.leaf(Buffer.from("N456"))))).toBe(
    hex(
      hasher.digest(Buffer.concat([Buffer.of(1), hasher.leaf(Buffer.from("N123")), hasher.leaf(Buffer.from("N456"))])),
    ),
  );
});

test("leaves of every length up to the limit are hashed behind a zero byte, in any order of lengths", () => {
  const own = createTreeHasher((data, target, at) => target.set(Buffer.from(sha256(data), "hex"), at));
  for (const length of [0, 1_024, 1_025, 3, 40_000, 1_026, MAX_ENTRY_BYTES, 7]) {
    const entry = new Uint8Array(length).fill(0xa5);
    expect(hex(own.leaf(entry))).toBe(sha256(Buffer.concat([Buffer.of(0), entry])));
  }
  expect(() => own.leaf(new Uint8Array(MAX_ENTRY_BYTES + 1))).toThrow(MerkleError);
});

test("hashes are written where they are asked for, and nowhere else", () => {
  const target = new Uint8Array(100).fill(7);
  hasher.leafInto(Buffer.from("x"), target, 33);
  expect(target.subarray(33, 65)).toEqual(hasher.leaf(Buffer.from("x")));
  expect(target.filter((byte, i) => byte !== 7 && (i < 33 || i >= 65))).toHaveLength(0);
});

test("a pair may lie where its hash is written", () => {
  const [left, right] = leavesOf(2) as [Uint8Array, Uint8Array];
  const buffer = new Uint8Array(80);
  buffer.set(left, 10);
  buffer.set(right, 42);
  hasher.nodeInto(buffer, 10, buffer, 30);
  expect(buffer.slice(30, 62)).toEqual(hasher.node(left, right));
});

test("ranges outside of a buffer and hashes of other lengths are refused, so that nothing is hashed in part", () => {
  const pair = new Uint8Array(64);
  const target = new Uint8Array(32);
  for (const at of [-1, 1, 0.5, Number.NaN, 2 ** 53]) {
    expect(() => hasher.nodeInto(pair, at, target, 0)).toThrow(MerkleError);
    expect(() => hasher.nodeInto(pair, 0, target, at)).toThrow(MerkleError);
    expect(() => hasher.leafInto(pair, target, at)).toThrow(MerkleError);
  }
  expect(() => hasher.node(pair, target)).toThrow(MerkleError);
  expect(() => hasher.node(target, target.subarray(1))).toThrow(MerkleError);
  expect(() => requireHash("it", target.subarray(1))).toThrow("it has 31 bytes, not 32");
});

test("a perfect root is the root by recursion, and leaves its input alone", () => {
  for (const count of [1, 2, 4, 128, 256, 1_024]) {
    const leaves = leavesOf(count);
    const hashes = new Uint8Array(Buffer.concat(leaves));
    const before = hashes.slice();
    const root = perfectRoot(hasher, hashes);
    expect(root).toEqual(naiveRoot(leaves));
    expect(hashes).toEqual(before);
    root.fill(0);
    expect(hashes).toEqual(before);
  }
});

test("a perfect root needs 2^k whole hashes", () => {
  for (const length of [0, 31, 33, 96, 32 * 255, 32 * 257, 48]) {
    expect(() => perfectRoot(hasher, new Uint8Array(length))).toThrow(MerkleError);
  }
});

test("bytes are equal if all of them are", () => {
  expect(bytesEqual(Buffer.from("ab"), new Uint8Array([97, 98]))).toBe(true);
  expect(bytesEqual(new Uint8Array(0), new Uint8Array(0))).toBe(true);
  expect(bytesEqual(Buffer.from("ab"), Buffer.from("ac"))).toBe(false);
  expect(bytesEqual(Buffer.from("ab"), Buffer.from("abc"))).toBe(false);
});
