import { HASH_BYTES, encodeEntries } from "@daybook/merkle";
import { expect, it } from "vitest";
import { nodeCryptography } from "./bin/node-cryptography.ts";
import { checkBundle, leafHashes, looseLeafHashes } from "./bundle.ts";
import { Findings } from "./finding.ts";
import { entryOf } from "./test-support/small-trail.ts";

const { hasher } = nodeCryptography;
const ENTRIES = Array.from({ length: 6 }, (_, index) => entryOf(index));
const WHOLE = encodeEntries(ENTRIES);
const HASHES = leafHashes(hasher, WHOLE, 6) as Uint8Array;

function named(entries: readonly Uint8Array[], spoil: (bytes: Uint8Array) => void = () => {}): string[] {
  const bytes = encodeEntries(entries);
  spoil(bytes);
  const findings = new Findings();
  const found = checkBundle(hasher, bytes, { path: "tile/entries/007", firstIndex: 1_792, hashes: HASHES }, findings);
  expect(found).toHaveLength(6);
  return findings.all.map(({ kind, index }) => `${kind} ${index}`);
}

it("has the hashes of its entries, in a row", () => {
  expect(HASHES.length).toBe(6 * HASH_BYTES);
  expect(HASHES.subarray(64, 96)).toEqual(hasher.leaf(ENTRIES[2] as Uint8Array));
  expect(leafHashes(hasher, WHOLE, 5)).toBeUndefined();
  expect(looseLeafHashes(hasher, WHOLE.subarray(0, WHOLE.length - 3), 6).subarray(0, 160)).toEqual(
    HASHES.subarray(0, 160),
  );
});

it("is not accused when it is what was signed", () => expect(named(ENTRIES)).toEqual([]));

it("is aligned with what was signed: removed, inserted, changed, moved", () => {
  expect(named(ENTRIES.toSpliced(2, 1))).toEqual(["entry_missing 1794"]);
  expect(named(ENTRIES.toSpliced(3, 0, entryOf(99)))).toEqual(["entry_inserted 1795"]);
  expect(named(ENTRIES.with(0, entryOf(99)))).toEqual(["entry_changed 1792"]);
  expect(named(ENTRIES.toSpliced(5, 1).toSpliced(0, 0, ENTRIES[5] as Uint8Array))).toEqual(["entry_moved 1797"]);
  expect(named(ENTRIES.toSpliced(1, 0, ENTRIES[1] as Uint8Array))).toEqual(["entry_inserted 1794"]);
});

it("names several damages, each for itself", () => {
  expect(named(ENTRIES.with(1, entryOf(98)).toSpliced(4, 1))).toEqual(["entry_changed 1793", "entry_missing 1796"]);
});

it("finds the entries again behind a wrong length and behind a damaged beginning", () => {
  expect(named(ENTRIES, (bytes) => (bytes[1] = (bytes[1] as number) ^ 16))).toEqual(["length_changed 1792"]);
  expect(named(ENTRIES, (bytes) => (bytes[4] = 0))).toEqual(["entry_changed 1792"]);
});
