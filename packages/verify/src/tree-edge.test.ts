import { HASH_BYTES } from "@daybook/merkle";
import { expect, test } from "vitest";
import { nodeCryptography } from "./bin/node-cryptography.ts";
import { smallTrail } from "./test-support/small-trail.ts";
import { edgeOf, joinRows, reconcileEdge, rootOfEdge } from "./tree-edge.ts";

test("the partial tiles of a tree, from the top", () => {
  expect(edgeOf(0)).toEqual([]);
  expect(edgeOf(256)).toEqual([{ level: 1, index: 0, width: 1 }]);
  expect(edgeOf(70_000)).toEqual([
    { level: 2, index: 0, width: 1 },
    { level: 1, index: 1, width: 17 },
    { level: 0, index: 273, width: 112 },
  ]);
  expect(edgeOf(2 ** 53 - 1)).toHaveLength(7);
});

test("they give the root", async () => {
  const { files } = await smallTrail(600);
  const edge = edgeOf(600);
  const rows = [files.get("tile/1/000.p/2")!, files.get("tile/0/002.p/88")!];
  const root = Buffer.from(rootOfEdge(nodeCryptography.hasher, edge, joinRows(rows))).toString("base64");
  expect(Buffer.from(files.get("checkpoint")!).toString()).toContain(`\n600\n${root}\n`);
});

test("any number of places of one tile may be damaged, or a few of several", () => {
  const row = (...values: number[]): Uint8Array =>
    Buffer.concat(values.map((value) => Buffer.alloc(HASH_BYTES, value)));
  const signed = row(1, 2, ...Array.from({ length: 20 }, (_, i) => i + 10));
  const fits = (hashes: Uint8Array): boolean => Buffer.compare(hashes, signed) === 0;
  const lower = signed.subarray(2 * HASH_BYTES);
  const zeros = new Uint8Array(lower.length);
  const tileByTile = reconcileEdge({ stored: [row(1, 2), zeros], computed: [row(9, 9), lower] }, fits);
  expect(tileByTile).toEqual({
    hashes: new Uint8Array(signed),
    certain: true,
    wrong: Array.from({ length: 20 }, (_, i) => i + 2),
  });
  const placeByPlace = reconcileEdge({ stored: [row(1, 7), lower], computed: [row(7, 2), lower] }, fits);
  expect(placeByPlace).toMatchObject({ certain: true, wrong: [1] });
  expect(reconcileEdge({ stored: [row(7, 7), lower], computed: [row(7, 7), lower] }, fits).certain).toBe(false);
});
