import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeEntries, encodeEntries } from "./entries.ts";
import { MerkleError } from "./errors.ts";
import { MAX_ENTRY_BYTES } from "./limits.ts";
import { unlessRefused } from "./test-support/refusal.ts";

const bytes = (...values: number[]) => new Uint8Array(values);

test("each entry has its length in two bytes before it", () => {
  expect(encodeEntries([bytes(7, 8), bytes(), bytes(9)])).toEqual(bytes(0, 2, 7, 8, 0, 0, 0, 1, 9));
  const long = encodeEntries([new Uint8Array(0x1_02)]);
  expect([long[0], long[1], long.length]).toEqual([1, 2, 2 + 0x1_02]);
});

test("bundles of 1 to 256 entries up to the longest are read again, as views", () => {
  const entries = [new Uint8Array(MAX_ENTRY_BYTES).fill(1), ...Array<Uint8Array>(255).fill(bytes(2))];
  const bundle = encodeEntries(entries);
  const read = decodeEntries(bundle, 256);
  expect(read).toEqual(entries);
  expect(read.every((entry) => entry.buffer === bundle.buffer)).toBe(true);
});

test("what cannot be a bundle is not written", () => {
  expect(() => encodeEntries([])).toThrow(MerkleError);
  expect(() => encodeEntries(Array<Uint8Array>(257).fill(bytes()))).toThrow(MerkleError);
  expect(() => encodeEntries([new Uint8Array(MAX_ENTRY_BYTES + 1)])).toThrow(MerkleError);
});

test("another number of entries, a cut and anything behind the last are refused", () => {
  const bundle = encodeEntries([bytes(1), bytes(2, 3)]);
  expect(() => decodeEntries(bundle, 1)).toThrow("4 bytes follow");
  expect(() => decodeEntries(bundle, 3)).toThrow("ends before entry 2");
  for (let length = 0; length < bundle.length; length++) {
    expect(() => decodeEntries(bundle.subarray(0, length), 2)).toThrow(MerkleError);
  }
  expect(() => decodeEntries(bytes(...bundle, 0), 2)).toThrow(MerkleError);
  for (const width of [0, 257, -1, 1.5, Number.NaN, Infinity]) {
    expect(() => decodeEntries(bundle, width)).toThrow(MerkleError);
  }
});

test("random bytes are refused or written again as they were", () => {
  const short = fc.array(fc.uint8Array({ maxLength: 5 }), { minLength: 1, maxLength: 20 });
  const near = short.map((entries) => encodeEntries(entries));
  fc.assert(
    fc.property(fc.oneof(near, fc.uint8Array({ maxLength: 60 })), fc.nat(21), (bundle, width) => {
      const entries = unlessRefused(() => decodeEntries(bundle, width));
      if (entries !== undefined) expect(encodeEntries(entries)).toEqual(bundle);
    }),
    { numRuns: 2_000 },
  );
});
