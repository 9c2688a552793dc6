import type { TreeHasher } from "@daybook/merkle";
import { HASH_BYTES, TILE_WIDTH, entriesPath, tilePath } from "@daybook/merkle";
import { checkBundle } from "./bundle.ts";
import type { Findings } from "./finding.ts";
import { differing } from "./reconcile.ts";
import type { TrailSource } from "./source.ts";
import type { EdgeTile } from "./tree-edge.ts";

/** A tile of the edge with its signed hashes. */
export interface SignedTile extends EdgeTile {
  readonly row: Uint8Array;
}

/**
 * Holds the states that the tiles of the edge had under older heads, as far as they are still there, against the signed hashes: each
 * is their beginning. Where a place cannot list, they are left alone; no newer head needs them.
 */
export async function checkOlderTiles(
  edge: readonly SignedTile[],
  {
    source,
    hasher,
    findings,
  }: { readonly source: TrailSource; readonly hasher: TreeHasher; readonly findings: Findings },
): Promise<void> {
  for (const tile of edge) {
    for (const { width, path, bytes } of await olderFiles(source, tile, (one) => tilePath({ ...tile, width: one })))
      checkTile(path, bytes, tile.row.subarray(0, width * HASH_BYTES), findings);
    if (tile.level > 0) continue;
    for (const { width, path, bytes } of await olderFiles(source, tile, (one) => entriesPath(tile.index, one))) {
      const hashes = tile.row.subarray(0, width * HASH_BYTES);
      checkBundle(hasher, bytes, { path, firstIndex: tile.index * TILE_WIDTH, hashes }, findings);
    }
  }
}

async function olderFiles(
  source: TrailSource,
  tile: EdgeTile,
  pathOf: (width: number) => string,
): Promise<{ width: number; path: string; bytes: Uint8Array }[]> {
  const names = (await source.list?.(pathOf(1).replace(/\/1$/, ""))) ?? [];
  const files: { width: number; path: string; bytes: Uint8Array }[] = [];
  for (const name of names) {
    const width = /^[1-9]\d{0,2}$/.test(name) ? Number(name) : tile.width;
    if (width >= tile.width) continue;
    const path = pathOf(width);
    const bytes = await source.read(path);
    if (bytes !== undefined) files.push({ width, path, bytes });
  }
  return files;
}

function checkTile(path: string, bytes: Uint8Array, row: Uint8Array, findings: Findings): void {
  if (bytes.length !== row.length) {
    const message = `the file has ${bytes.length} bytes, ${row.length / HASH_BYTES} hashes have ${row.length}`;
    findings.add("tile_size", path, message);
    return;
  }
  for (const place of differing(bytes, row))
    findings.add("hash_changed", path, "the hash is not the signed one", place);
}
