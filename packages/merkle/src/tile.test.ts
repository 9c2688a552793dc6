import { expect, test } from "vitest";
import { MerkleError } from "./errors.ts";
import { perfectRoot } from "./hash.ts";
import { hasher, leavesOf, nodeOf } from "./test-support/naive-tree.ts";
import { entryBundlesOf, newTiles, tileOfNode, tileWidth, tilesOf } from "./tile.ts";
import type { TileId } from "./tile.ts";

const shape = (tiles: Iterable<TileId>) => Array.from(tiles, ({ level, index, width }) => `${level}/${index}.${width}`);

test("the example of tlog-tiles: 70,000 leaves", () => {
  const tiles = [...tilesOf(70_000)];
  const full = (level: number) => tiles.filter((tile) => tile.level === level && tile.width === 256).length;
  expect([full(0), full(1), full(2)]).toEqual([273, 1, 0]);
  expect(shape(tiles.filter((tile) => tile.width < 256))).toEqual(["0/273.112", "1/1.17", "2/0.1"]);
  expect([...entryBundlesOf(70_000)]).toEqual(
    tiles.filter((t) => t.level === 0).map(({ index, width }) => ({ index, width })),
  );
});

test("nothing is empty: 0, 1, 256 and 257 leaves", () => {
  expect(shape(tilesOf(0))).toEqual([]);
  expect([...entryBundlesOf(0)]).toEqual([]);
  expect(shape(tilesOf(1))).toEqual(["0/0.1"]);
  expect(shape(tilesOf(256))).toEqual(["0/0.256", "1/0.1"]);
  expect(shape(tilesOf(257))).toEqual(["0/0.256", "0/1.1", "1/0.1"]);
});

test("growth names the tiles that are new or wider, and no others", () => {
  expect(shape(newTiles(256, 256))).toEqual([]);
  expect(shape(newTiles(255, 256))).toEqual(["0/0.256", "1/0.1"]);
  expect(shape(newTiles(256, 258))).toEqual(["0/1.2"]);
  expect(shape(newTiles(2 ** 53 - 2, 2 ** 53 - 1))).toEqual([`0/${2 ** 45 - 1}.255`]);
  expect(shape(newTiles(2 ** 32 - 1, 2 ** 32))).toEqual([
    `0/${2 ** 24 - 1}.256`,
    `1/${2 ** 16 - 1}.256`,
    "2/255.256",
    "3/0.256",
    "4/0.1",
  ]);
  for (let oldSize = 0; oldSize < 600; oldSize += 37) {
    for (let newSize = oldSize; newSize < 70_000; newSize = newSize * 2 + 41) {
      const before = new Set(shape(tilesOf(oldSize)));
      expect(shape(newTiles(oldSize, newSize))).toEqual(shape(tilesOf(newSize)).filter((tile) => !before.has(tile)));
    }
  }
});

test("the width of a tile is that of the listing, and 0 for all others", () => {
  for (const size of [0, 1, 255, 256, 65_535, 65_536, 70_000]) {
    const listed = new Map([...tilesOf(size)].map(({ level, index, width }) => [`${level}/${index}`, width]));
    for (let level = 0; level < 4; level++) {
      for (let index = 0; index < 300; index++) {
        expect(tileWidth(size, { level, index })).toBe(listed.get(`${level}/${index}`) ?? 0);
      }
    }
  }
  expect(tileWidth(2 ** 53 - 1, { level: 6, index: 0 })).toBe(31);
  expect(tileWidth(2 ** 53 - 1, { level: 200, index: 0 })).toBe(0);
  expect(() => tileWidth(2 ** 53, { level: 0, index: 0 })).toThrow(MerkleError);
  expect(() => tileWidth(1, { level: -1, index: 0 })).toThrow(MerkleError);
});

test("the hashes of a slice have the node as their root", () => {
  const leaves = leavesOf(1_024);
  for (let level = 0; level <= 10; level++) {
    for (let index = 0; index < 1_024 / 2 ** level; index++) {
      const { tile, first, count } = tileOfNode({ level, index });
      const stored = Array.from({ length: count }, (_, i) =>
        nodeOf(leaves, { level: tile.level * 8, index: tile.index * 256 + first + i }),
      );
      expect(perfectRoot(hasher, new Uint8Array(Buffer.concat(stored)))).toEqual(nodeOf(leaves, { level, index }));
      // Together a slice is inside of one tile.
      expect(first + count).toBeLessThanOrEqual(256);
    }
  }
});

test("nodes beyond every tree, and sizes that shrink or are none, are refused", () => {
  for (const node of [
    { level: 53, index: 0 },
    { level: 52, index: 1 },
    { level: 0, index: 2 ** 53 - 1 },
    { level: 1, index: 2 ** 52 - 1 },
    { level: -1, index: 0 },
    { level: 0.5, index: 0 },
    { level: 0, index: -1 },
    { level: 5_000, index: 0 },
  ]) {
    expect(() => tileOfNode(node), JSON.stringify(node)).toThrow(MerkleError);
  }
  expect(tileOfNode({ level: 52, index: 0 })).toEqual({ tile: { level: 6, index: 0 }, first: 0, count: 16 });
  expect(tileOfNode({ level: 0, index: 2 ** 53 - 2 }).first).toBe(254);
  expect(() => newTiles(2, 1).next()).toThrow(MerkleError);
  expect(() => tilesOf(2 ** 53).next()).toThrow(MerkleError);
  expect(() => entryBundlesOf(-1).next()).toThrow(MerkleError);
});
