import type { TreeHasher } from "@daybook/merkle";
import { HASH_BYTES, TILE_WIDTH, entriesPath, perfectRoot, tilePath } from "@daybook/merkle";
import { leafHashes, looseLeafHashes } from "./bundle.ts";
import type { ReadAhead } from "./source.ts";

const FULL_BYTES = TILE_WIDTH * HASH_BYTES;

/** Hashes that lower files give. */
export interface Computed {
  /** Zeros where nothing is known. */
  readonly row: Uint8Array;
  /** Places of which nothing is known. */
  readonly unknown: readonly number[];
}

/** What is computed, and what is stored where nothing could be. */
export function computedOr({ row, unknown }: Computed, stored: Uint8Array): Uint8Array {
  const known = row.slice();
  for (const place of unknown) {
    const at = place * HASH_BYTES;
    known.set(stored.subarray(at, at + HASH_BYTES), at);
  }
  return known;
}

/** The files of one tree, by what they hold. */
export class TileFiles {
  readonly #files: ReadAhead;
  readonly #hasher: TreeHasher;

  constructor(files: ReadAhead, hasher: TreeHasher) {
    this.#files = files;
    this.#hasher = hasher;
  }

  /** A tile's hashes as stored; a partial tile that is gone is the beginning of the full one, if there is that. */
  async tile(level: number, index: number, width: number): Promise<Uint8Array | undefined> {
    const own = await this.#files.read(tilePath({ level, index, width }));
    if (own !== undefined || width === TILE_WIDTH) return own;
    const full = await this.#files.read(tilePath({ level, index, width: TILE_WIDTH }));
    return full?.subarray(0, width * HASH_BYTES);
  }

  /** A bundle as stored; likewise. */
  async bundle(index: number, width: number): Promise<Uint8Array | undefined> {
    const own = await this.#files.read(entriesPath(index, width));
    if (own !== undefined || width === TILE_WIDTH) return own;
    const full = await this.#files.read(entriesPath(index, TILE_WIDTH));
    return full?.subarray(0, endOfEntries(full, width));
  }

  /** What the hashes of a tile should be by what lies below it: entries, or the tiles of the level below, or what lies below those. */
  async computed(level: number, index: number, width: number): Promise<Computed> {
    const row = new Uint8Array(width * HASH_BYTES);
    if (level === 0) {
      const bytes = await this.bundle(index, width);
      if (bytes === undefined) return { row, unknown: Array.from({ length: width }, (_, place) => place) };
      const hashes = leafHashes(this.#hasher, bytes, width) ?? looseLeafHashes(this.#hasher, bytes, width);
      return { row: hashes, unknown: [] };
    }
    const unknown: number[] = [];
    for (let i = 0; i < width; i++) {
      const child = await this.#fullRow(level - 1, index * TILE_WIDTH + i);
      if (child === undefined) unknown.push(i);
      else row.set(perfectRoot(this.#hasher, child), i * HASH_BYTES);
    }
    return { row, unknown };
  }

  /** The hashes of a full tile, computed where it is not there. */
  async #fullRow(level: number, index: number): Promise<Uint8Array | undefined> {
    const stored = await this.tile(level, index, TILE_WIDTH);
    if (stored?.length === FULL_BYTES) return stored;
    if (!(await this.hasBelow(level, index))) return undefined;
    const { row, unknown } = await this.computed(level, index, TILE_WIDTH);
    return unknown.length === 0 ? row : undefined;
  }

  /**
   * Whether anything lies below a full tile, as far as the first file of each level tells: who claims a tree without end must at least
   * have its beginnings.
   */
  async hasBelow(level: number, index: number): Promise<boolean> {
    let first = index;
    for (let below = level - 1; below >= 0; below--) {
      first *= TILE_WIDTH;
      if ((await this.tile(below, first, TILE_WIDTH)) !== undefined) return true;
    }
    return (await this.bundle(first, TILE_WIDTH)) !== undefined;
  }
}

function endOfEntries(bytes: Uint8Array, count: number): number {
  let at = 0;
  for (let i = 0; i < count && at + 2 <= bytes.length; i++) {
    at += 2 + (bytes[at] as number) * 256 + (bytes[at + 1] as number);
  }
  return Math.min(at, bytes.length);
}
