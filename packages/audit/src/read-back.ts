import type { TreeHasher } from "@daybook/merkle";
import {
  bytesEqual,
  decodeEntries,
  newTiles,
  perfectRoot,
  rootNodes,
  tileOfNode,
  tilePath,
  tileWidth,
} from "@daybook/merkle";
import { HASH_BYTES, TILE_WIDTH, entriesPath } from "@daybook/merkle";

import { atOnce } from "./at-once.ts";
import { FILES_AT_ONCE } from "./limits.ts";

/** What was read back is not what was to be signed. */
export class ReadBackError extends Error {
  override readonly name = "ReadBackError";
}

/**
 * Reads what was written for a growth from the disk and computes the root anew, by other code than that which wrote it: entries by
 * `leaf`, tiles by their own hashes, the root from the tiles. One flipped bit between memory and disk, signed, would be for ever.
 *
 * @param read a file of the trail. @throws ReadBackError naming the file.
 */
export async function readBack(
  hasher: TreeHasher,
  oldSize: number,
  newSize: number,
  root: Uint8Array,
  read: (path: string) => Promise<Uint8Array>,
): Promise<void> {
  const tiles = new Map<string, Uint8Array>();
  const bundles = new Map<number, Uint8Array>();
  const grown = [...newTiles(oldSize, newSize)];
  await atOnce(grown, FILES_AT_ONCE, async ({ level, index, width }) => {
    if (level === 0) bundles.set(index, await read(entriesPath(index, width)));
    tiles.set(`${level}/${index}`, await read(tilePath({ level, index, width })));
  });
  for (const tile of grown) {
    const { level, index, width } = tile;
    const bytes = tiles.get(`${level}/${index}`) as Uint8Array;
    if (bytes.length !== width * HASH_BYTES) throw new ReadBackError(`${tilePath(tile)} has ${bytes.length} bytes`);
    if (level === 0) checkEntries(hasher, index, width, bytes, bundles.get(index) as Uint8Array);
    else checkRoots(hasher, level, index, bytes, tiles);
  }
  const found = await rootOf(hasher, newSize, tiles, read);
  if (!bytesEqual(found, root)) throw new ReadBackError(`the files give another root for size ${newSize} than memory`);
}

function checkEntries(hasher: TreeHasher, index: number, width: number, hashes: Uint8Array, bundle: Uint8Array): void {
  const path = entriesPath(index, width);
  for (const [at, entry] of decodeEntries(bundle, width).entries()) {
    if (!bytesEqual(hasher.leaf(entry), hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)))
      throw new ReadBackError(`entry ${at} of ${path} has not the hash that the tile has`);
  }
}

/** Those of the hashes whose tiles were written now. */
function checkRoots(
  hasher: TreeHasher,
  level: number,
  index: number,
  hashes: Uint8Array,
  tiles: ReadonlyMap<string, Uint8Array>,
): void {
  for (let at = 0; at * HASH_BYTES < hashes.length; at++) {
    const child = tiles.get(`${level - 1}/${index * TILE_WIDTH + at}`);
    if (child === undefined) continue;
    if (!bytesEqual(perfectRoot(hasher, child), hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)))
      throw new ReadBackError(
        `hash ${at} of ${tilePath({ level, index, width: hashes.length / HASH_BYTES })} is not its tile's`,
      );
  }
}

async function rootOf(
  hasher: TreeHasher,
  size: number,
  tiles: ReadonlyMap<string, Uint8Array>,
  read: (path: string) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const plan = rootNodes(size);
  const hashes: Uint8Array[] = [];
  for (const node of plan.nodes) {
    const { tile, first, count } = tileOfNode(node);
    const row =
      tiles.get(`${tile.level}/${tile.index}`) ?? (await read(tilePath({ ...tile, width: tileWidth(size, tile) })));
    hashes.push(perfectRoot(hasher, row.subarray(first * HASH_BYTES, (first + count) * HASH_BYTES)));
  }
  return plan.assemble(hasher, hashes)[0] as Uint8Array;
}
