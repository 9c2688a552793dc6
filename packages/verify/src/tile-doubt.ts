import { entriesPath, tilePath } from "@daybook/merkle";
import type { FindingKind } from "./finding.ts";
import type { EdgeTile } from "./tree-edge.ts";

/** What is said when neither a tile nor what lies below it gives the signed hash. */
export interface Doubt {
  readonly kind: FindingKind;
  readonly path: string;
  readonly message: string;
}

/**
 * Damage that has a file but no exact place; undefined when too much is missing to say that anything is damaged.
 *
 * @param isThere whether the tile is. @param isBelowWhole whether all is there that it is made of.
 */
export function doubtOf(tile: EdgeTile, isThere: boolean, isBelowWhole: boolean): Doubt | undefined {
  const { level, index, width } = tile;
  const path = tilePath(tile);
  if (isThere) {
    const message = isBelowWhole
      ? "the tile and what lies below it were changed together: its hashes do not give the signed one above them"
      : "its hashes do not give the signed one above them";
    return { kind: "hash_changed", path, message };
  }
  if (!isBelowWhole) return undefined;
  if (level > 0)
    return { kind: "hash_changed", path, message: "what lies below gives another hash than the signed one" };
  const message = "an entry is not the one that was signed; without the tile nobody can say which";
  return { kind: "entry_changed", path: entriesPath(index, width), message };
}
