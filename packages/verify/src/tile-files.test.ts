import { perfectRoot } from "@daybook/merkle";
import { expect, test } from "vitest";
import { nodeCryptography } from "./bin/node-cryptography.ts";
import { ReadAhead } from "./source.ts";
import { memorySource, smallTrail } from "./test-support/small-trail.ts";
import { TileFiles, computedOr } from "./tile-files.ts";

const { hasher } = nodeCryptography;
const over = (files: ReadonlyMap<string, Uint8Array>): TileFiles =>
  new TileFiles(new ReadAhead(memorySource(files)), hasher);

test("a partial file that is gone is the beginning of the full one", async () => {
  const { files } = await smallTrail(256);
  expect(await over(files).tile(0, 0, 7)).toEqual(files.get("tile/0/000")!.subarray(0, 7 * 32));
  const bundle = (await over(files).bundle(0, 7))!;
  expect(bundle).toEqual((await smallTrail(7)).files.get("tile/entries/000.p/7"));
  expect(await over(new Map()).bundle(0, 7)).toBeUndefined();
  expect(await over(new Map()).tile(0, 0, 256)).toBeUndefined();
});

test("a tile is computed of what lies below, however far", async () => {
  const { files } = await smallTrail(600);
  const upper = files.get("tile/1/000.p/2")!;
  const lower = files.get("tile/0/001")!;
  expect(await over(files).computed(0, 1, 256)).toEqual({ row: new Uint8Array(lower), unknown: [] });
  files.delete("tile/0/001");
  expect(await over(files).computed(1, 0, 2)).toEqual({ row: new Uint8Array(upper), unknown: [] });
  files.delete("tile/entries/001");
  const { row, unknown } = await over(files).computed(1, 0, 2);
  expect(unknown).toEqual([1]);
  expect(row.subarray(0, 32)).toEqual(perfectRoot(hasher, files.get("tile/0/000")!));
  expect(computedOr({ row, unknown }, upper)).toEqual(new Uint8Array(upper));
});

test("whether anything lies below", async () => {
  const { files } = await smallTrail(600);
  expect(await over(files).hasBelow(0, 1)).toBe(true);
  expect(await over(files).hasBelow(3, 0)).toBe(true);
  expect(await over(files).hasBelow(3, 1)).toBe(false);
  expect(await over(new Map()).hasBelow(0, 0)).toBe(false);
});
