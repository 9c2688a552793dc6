import type { TreeHasher } from "@daybook/merkle";
import {
  CompactRange,
  HASH_BYTES,
  TILE_WIDTH,
  encodeEntries,
  entriesPath,
  perfectRoot,
  tilePath,
} from "@daybook/merkle";

/** A file of the trail, by its path below the trail's directory. */
export interface TrailFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A tile or bundle that is not full yet. */
export interface EdgeFile {
  /** Of the full file so many behind this one. */
  readonly pathOf: (ahead: number) => string;
  readonly width: number;
  /** What its partial file of this width holds; 1 to `width`. */
  readonly bytesAt: (count: number) => Uint8Array;
}

interface OpenTile {
  readonly hashes: Uint8Array;
  /** Hashes in it, below 256. */
  width: number;
  /** Full tiles before it. */
  index: number;
}

/** The right edge of a tree that grows: the tile of each level and the bundle that are not full yet. */
export class GrowingTree {
  readonly #hasher: TreeHasher;
  readonly #tiles: OpenTile[] = [];
  #bundle: Uint8Array[] = [];
  #size = 0;
  /** Full files since the last `takeFiles`. */
  #full: TrailFile[] = [];

  constructor(hasher: TreeHasher) {
    this.#hasher = hasher;
  }

  /**
   * Goes on from a tree of which the files are there.
   *
   * @param row the hashes of a partial tile. @param entries those of the partial bundle.
   */
  static async resume(
    hasher: TreeHasher,
    size: number,
    row: (level: number, index: number, width: number) => Promise<Uint8Array>,
    entries: (index: number, width: number) => Promise<readonly Uint8Array[]>,
  ): Promise<GrowingTree> {
    const tree = new GrowingTree(hasher);
    tree.#size = size;
    for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH)) {
      const tile = { hashes: new Uint8Array(TILE_WIDTH * HASH_BYTES), width: hashes % TILE_WIDTH, index: 0 };
      tile.index = Math.floor(hashes / TILE_WIDTH);
      if (tile.width > 0) tile.hashes.set(await row(level, tile.index, tile.width));
      tree.#tiles.push(tile);
    }
    const width = size % TILE_WIDTH;
    if (width > 0) tree.#bundle = [...(await entries(Math.floor(size / TILE_WIDTH), width))];
    return tree;
  }

  get size(): number {
    return this.#size;
  }

  append(entry: Uint8Array): void {
    const tile = this.#tile(0);
    this.#hasher.leafInto(entry, tile.hashes, tile.width * HASH_BYTES);
    this.#bundle.push(entry);
    this.#size++;
    tile.width++;
    if (tile.width < TILE_WIDTH) return;
    this.#full.push({ path: entriesPath(tile.index, TILE_WIDTH), bytes: encodeEntries(this.#bundle) });
    this.#bundle = [];
    this.#close(0);
  }

  root(): Uint8Array {
    const range = new CompactRange(this.#hasher);
    for (let level = this.#tiles.length - 1; level >= 0; level--) {
      const { hashes, width } = this.#tiles[level] as OpenTile;
      for (let at = 0; at < width * HASH_BYTES; at += HASH_BYTES)
        range.appendPerfect(8 * level, hashes.subarray(at, at + HASH_BYTES));
    }
    return range.root();
  }

  /** Files that became full since the last call, and the partial ones of the tree as it is now. */
  takeFiles(): { full: TrailFile[]; partial: TrailFile[] } {
    const full = this.#full;
    this.#full = [];
    const partial: TrailFile[] = [];
    for (const [level, { hashes, width, index }] of this.#tiles.entries()) {
      if (width > 0)
        partial.push({ path: tilePath({ level, index, width }), bytes: hashes.slice(0, width * HASH_BYTES) });
    }
    const width = this.#bundle.length;
    if (width > 0) partial.push({ path: entriesPath(this.#tile(0).index, width), bytes: encodeEntries(this.#bundle) });
    return { full, partial };
  }

  /** The files of the right edge: where their partial versions lie, and what each of them holds. */
  edge(): EdgeFile[] {
    const files: EdgeFile[] = [];
    for (const [level, { hashes, width, index }] of this.#tiles.entries()) {
      const pathOf = (ahead: number): string => tilePath({ level, index: index + ahead, width: TILE_WIDTH });
      files.push({ pathOf, width, bytesAt: (count) => hashes.slice(0, count * HASH_BYTES) });
    }
    const bundle = this.#bundle;
    const { index } = this.#tile(0);
    const pathOf = (ahead: number): string => entriesPath(index + ahead, TILE_WIDTH);
    files.push({ pathOf, width: bundle.length, bytesAt: (count) => encodeEntries(bundle.slice(0, count)) });
    return files;
  }

  #tile(level: number): OpenTile {
    const tile = this.#tiles[level] ?? { hashes: new Uint8Array(TILE_WIDTH * HASH_BYTES), width: 0, index: 0 };
    this.#tiles[level] = tile;
    return tile;
  }

  #close(level: number): void {
    const tile = this.#tile(level);
    this.#full.push({ path: tilePath({ level, index: tile.index, width: TILE_WIDTH }), bytes: tile.hashes.slice() });
    const above = this.#tile(level + 1);
    above.hashes.set(perfectRoot(this.#hasher, tile.hashes), above.width * HASH_BYTES);
    above.width++;
    tile.width = 0;
    tile.index++;
    if (above.width === TILE_WIDTH) this.#close(level + 1);
  }
}
