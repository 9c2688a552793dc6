import type { TreeHasher } from "@daybook/merkle";
import { HASH_BYTES, TILE_WIDTH, entriesPath, perfectRoot, tilePath } from "@daybook/merkle";
import { leafHashes, looseLeafHashes } from "./bundle.ts";
import type { ReadAhead } from "./source.ts";

const FULL_BYTES = TILE_WIDTH * HASH_BYTES;

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

  /** What the hashes of a tile should be by what lies below it: entries, or the tiles of the level below. Zeros where that is gone. */
  async computed(level: number, index: number, width: number): Promise<Uint8Array> {
    const row = new Uint8Array(width * HASH_BYTES);
    if (level === 0) {
      const bytes = await this.bundle(index, width);
      if (bytes === undefined) return row;
      return leafHashes(this.#hasher, bytes, width) ?? looseLeafHashes(this.#hasher, bytes, width);
    }
    for (let i = 0; i < width; i++) {
      const child = await this.tile(level - 1, index * TILE_WIDTH + i, TILE_WIDTH);
      if (child?.length === FULL_BYTES) row.set(perfectRoot(this.#hasher, child), i * HASH_BYTES);
    }
    return row;
  }
}

function endOfEntries(bytes: Uint8Array, count: number): number {
  let at = 0;
  for (let i = 0; i < count && at + 2 <= bytes.length; i++) {
    at += 2 + (bytes[at] as number) * 256 + (bytes[at + 1] as number);
  }
  return Math.min(at, bytes.length);
}
