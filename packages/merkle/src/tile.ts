import { MerkleError } from "./errors.ts";
import type { NodeId } from "./proof.ts";
import { requireSafe } from "./safe-integer.ts";

/** Hashes of a full tile, and entries of a full bundle. Fixed by tlog-tiles. */
export const TILE_WIDTH = 256;
/** Levels of the tree in one tile: 2⁸ = TILE_WIDTH. */
const TILE_HEIGHT = 8;
/** A perfect subtree of 2⁵³ leaves is larger than every tree. */
const MAX_NODE_LEVEL = 52;

/**
 * One tile as it is stored: `width` hashes of 32 bytes, hash i being the root over the 256^`level` leaves that start at
 * (256·`index` + i)·256^`level`.
 */
export interface TileId {
  readonly level: number;
  readonly index: number;
  /** 1 to 256; below 256 the tile is partial. */
  readonly width: number;
}

/** One entry bundle: `width` entries, the first of which is leaf 256·`index`. */
export interface BundleId {
  readonly index: number;
  /** 1 to 256; below 256 the bundle is partial. */
  readonly width: number;
}

/** The stored hashes under a node: `count` of them from position `first`, all in one tile. */
export interface TileSlice {
  readonly tile: { readonly level: number; readonly index: number };
  readonly first: number;
  readonly count: number;
}

/**
 * All tiles of a tree, level by level from the leaves, each level from the left, the partial one last. Nothing empty is
 * among them.
 *
 * @param size leaves, up to 2⁵³ - 1. @throws MerkleError at the first step if it is not.
 */
export function tilesOf(size: number): Generator<TileId, void, undefined> {
  return newTiles(0, size);
}

/**
 * The tiles that a tree of `newSize` has and one of `oldSize` has not, in the order of `tilesOf`. A partial tile that
 * became wider is among them with its new width.
 *
 * @throws MerkleError at the first step unless 0 ≤ `oldSize` ≤ `newSize` < 2⁵³.
 */
export function* newTiles(oldSize: number, newSize: number): Generator<TileId, void, undefined> {
  requireGrowth(oldSize, newSize);
  let oldHashes = oldSize;
  let newHashes = newSize;
  for (let level = 0; newHashes > 0; level++) {
    for (const { index, width } of grown(oldHashes, newHashes)) yield { level, index, width };
    oldHashes = Math.floor(oldHashes / TILE_WIDTH);
    newHashes = Math.floor(newHashes / TILE_WIDTH);
  }
}

/**
 * All entry bundles of a tree, from the left.
 *
 * @param size leaves, up to 2⁵³ - 1. @throws MerkleError at the first step if it is not.
 */
export function* entryBundlesOf(size: number): Generator<BundleId, void, undefined> {
  requireGrowth(0, size);
  yield* grown(0, size);
}

/**
 * The width of a tile in a tree of `size` leaves; 0 if the tree has no such tile. Bundle N has the width of tile N at level 0.
 *
 * @throws MerkleError if a number is not a safe integer ≥ 0.
 */
export function tileWidth(size: number, tile: { readonly level: number; readonly index: number }): number {
  requireSafe("a tree size", size);
  requireSafe("a tile level", tile.level);
  requireSafe("a tile index", tile.index);
  // Above level 6 the power is larger than every size, and at level 128 infinite: either way nothing is left.
  const hashes = Math.floor(size / TILE_WIDTH ** tile.level);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - tile.index * TILE_WIDTH));
}

/**
 * Where the hash of a perfect subtree is read: it is `perfectRoot` of the named hashes of a tile. For level 8·t + k these
 * are 2^k hashes at tile level t; each tree that holds the subtree holds them, in a full tile or a partial one.
 *
 * @throws MerkleError if the subtree reaches beyond 2⁵³ leaves.
 */
export function tileOfNode(node: NodeId): TileSlice {
  requireSafe("a node level", node.level);
  requireSafe("a node index", node.index);
  // The last leaf must be a safe integer; dividing cannot round here as multiplying could.
  if (node.level > MAX_NODE_LEVEL || node.index > Number.MAX_SAFE_INTEGER / 2 ** node.level - 1) {
    throw new MerkleError(`node ${node.index} of level ${node.level} is beyond every tree of 2^53-1 leaves`);
  }
  const level = Math.floor(node.level / TILE_HEIGHT);
  const count = 2 ** (node.level % TILE_HEIGHT);
  const start = node.index * count;
  return { tile: { level, index: Math.floor(start / TILE_WIDTH) }, first: start % TILE_WIDTH, count };
}

function requireGrowth(oldSize: number, newSize: number): void {
  requireSafe("a tree size", oldSize);
  requireSafe("a tree size", newSize);
  if (oldSize > newSize) throw new MerkleError(`a tree of ${newSize} cannot have grown from one of ${oldSize}`);
}

function* grown(oldHashes: number, newHashes: number): Generator<BundleId, void, undefined> {
  if (oldHashes === newHashes) return;
  for (let index = Math.floor(oldHashes / TILE_WIDTH); index * TILE_WIDTH < newHashes; index++) {
    yield { index, width: Math.min(TILE_WIDTH, newHashes - index * TILE_WIDTH) };
  }
}
