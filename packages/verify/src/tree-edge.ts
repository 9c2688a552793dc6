import type { TreeHasher } from "@daybook/merkle";
import { CompactRange, HASH_BYTES, TILE_WIDTH } from "@daybook/merkle";
import type { Reconciled } from "./reconcile.ts";
import { differing, reconcile } from "./reconcile.ts";

/** A tile at the right edge of a tree: not full. */
export interface EdgeTile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** The partial tiles of a tree, the highest level first: together they are its root. A level whose tiles are all full has none. */
export function edgeOf(size: number): EdgeTile[] {
  const edge: EdgeTile[] = [];
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH)) {
    const width = hashes % TILE_WIDTH;
    if (width > 0) edge.unshift({ level, index: Math.floor(hashes / TILE_WIDTH), width });
  }
  return edge;
}

/** @param hashes those of all tiles of the edge, in their order. */
export function rootOfEdge(hasher: TreeHasher, edge: readonly EdgeTile[], hashes: Uint8Array): Uint8Array {
  const range = new CompactRange(hasher);
  let at = 0;
  for (const { level, width } of edge) {
    for (let i = 0; i < width; i++, at += HASH_BYTES)
      range.appendPerfect(8 * level, hashes.subarray(at, at + HASH_BYTES));
  }
  return range.root();
}

/** Two versions of each tile of an edge: what is stored, and what lies below it gives. */
export interface EdgeVersions {
  readonly stored: readonly Uint8Array[];
  readonly computed: readonly Uint8Array[];
}

/** Which version is the signed one: first tile by tile, so that any number of places in one tile may be damaged; then place by place. */
export function reconcileEdge({ stored, computed }: EdgeVersions, fits: (hashes: Uint8Array) => boolean): Reconciled {
  const whole = joinRows(stored);
  for (let bits = 0; bits < 2 ** stored.length; bits++) {
    const hashes = joinRows(stored.map((row, at) => ((bits >> at) & 1 ? (computed[at] as Uint8Array) : row)));
    if (fits(hashes)) return { hashes, wrong: differing(whole, hashes), certain: true };
  }
  return reconcile(whole, joinRows(computed), fits);
}

export function joinRows(rows: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    whole.set(row, at);
    at += row.length;
  }
  return whole;
}
