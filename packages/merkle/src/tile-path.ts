import { MerkleError } from "./errors.ts";
import { isSafe, requireSafe } from "./safe-integer.ts";
import { TILE_WIDTH } from "./tile.ts";
import type { BundleId, TileId } from "./tile.ts";

/** What a path of tlog-tiles names. */
export type TilePath = ({ readonly kind: "tile" } & TileId) | ({ readonly kind: "entries" } & BundleId);

/** Levels that a path may name, by the format; a tree of 2⁵³ leaves reaches level 6. */
const MAX_TILE_LEVEL = 63;
/** Groups of three digits that hold 2⁵³ - 1. */
const PATH = /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;
/** More than the longest path: what is longer needs no matching. */
const MAX_PATH_LENGTH = 64;

/**
 * The path of a tile below the prefix of a log, without a slash before it: `tile/0/x001/x234/067`, `tile/1/000.p/17`.
 *
 * @throws MerkleError unless the level is 0 to 63, the index a safe integer and the width 1 to 256.
 */
export function tilePath(tile: TileId): string {
  if (!Number.isInteger(tile.level) || tile.level < 0 || tile.level > MAX_TILE_LEVEL) {
    throw new MerkleError(`a tile level is 0 to ${MAX_TILE_LEVEL}, not ${String(tile.level)}`);
  }
  return `tile/${tile.level}/${placeOf(tile.index, tile.width)}`;
}

/**
 * The path of an entry bundle below the prefix of a log: `tile/entries/x001/x234/067`, `tile/entries/000.p/17`.
 *
 * @throws MerkleError unless the index is a safe integer and the width 1 to 256.
 */
export function entriesPath(index: number, width: number): string {
  return `tile/entries/${placeOf(index, width)}`;
}

/**
 * Reads what `tilePath` and `entriesPath` write; undefined for everything else, other spellings of the same tile too
 * (`x000/` in front, a width of 256, zeros before a number): each file has one path.
 */
export function parseTilePath(path: string): TilePath | undefined {
  if (path.length > MAX_PATH_LENGTH) return undefined;
  const [, place, groups, partial] = PATH.exec(path) ?? [];
  if (place === undefined || groups === undefined || groups.startsWith("x000/")) return undefined;
  const index = Number(groups.replaceAll(/[x/]/g, ""));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  if (!isSafe(index) || (partial !== undefined && width >= TILE_WIDTH)) return undefined;
  if (place === "entries") return { kind: "entries", index, width };
  const level = Number(place);
  return level > MAX_TILE_LEVEL ? undefined : { kind: "tile", level, index, width };
}

function placeOf(index: number, width: number): string {
  requireSafe("a tile index", index);
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) {
    throw new MerkleError(`a tile width is 1 to ${TILE_WIDTH}, not ${String(width)}`);
  }
  let groups = lastGroup(index);
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups = `x${lastGroup(rest)}/${groups}`;
  }
  return width === TILE_WIDTH ? groups : `${groups}.p/${width}`;
}

function lastGroup(value: number): string {
  return String(value % 1000).padStart(3, "0");
}
