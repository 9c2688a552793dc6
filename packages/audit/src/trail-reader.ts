import type { NodeId, ProofPlan } from "@daybook/merkle";
import {
  HASH_BYTES,
  TILE_WIDTH,
  consistencyNodes,
  decodeEntries,
  entriesPath,
  inclusionNodes,
  perfectRoot,
  tileOfNode,
  tilePath,
  tileWidth,
} from "@daybook/merkle";
import type { Leaf, TrailSource } from "@daybook/verify";
import { parseLeaf } from "@daybook/verify";
import { MAX_CACHED_TILES } from "./limits.ts";
import { nodeHasher } from "./node-hash.ts";
import type { TrailFs } from "./trail-fs.ts";
import { isMissing } from "./trail-fs.ts";

/** One entry with its place. */
export interface PlacedLeaf {
  readonly index: number;
  readonly entry: Uint8Array;
  readonly leaf: Leaf;
}

/** The files of a trail's directory, for whoever checks it. */
export function directorySource(fs: TrailFs, dir: string): TrailSource {
  return {
    async read(path) {
      try {
        return await fs.read(`${dir}/${path}`);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    list: (path) => fs.readdir(`${dir}/${path}`),
  };
}

/** Reads entries and makes proofs from the files of a trail, for any size that was signed. */
export class TrailReader {
  readonly #source: TrailSource;
  /** Full tiles, least recently used first. */
  readonly #tiles = new Map<string, Uint8Array>();

  constructor(source: TrailSource) {
    this.#source = source;
  }

  /** The proof that the entry is in the tree of this size. */
  inclusion(index: number, size: number): Promise<Uint8Array[]> {
    return this.#proof(inclusionNodes(index, size), size);
  }

  /** The proof that the larger tree begins with the smaller one. */
  consistency(size1: number, size2: number): Promise<Uint8Array[]> {
    return this.#proof(consistencyNodes(size1, size2), size2);
  }

  /** The entry at an index of the tree of this size. @throws Error when it is not there. */
  async entry(index: number, size: number): Promise<PlacedLeaf> {
    const bundle = Math.floor(index / TILE_WIDTH);
    const entries = await this.#bundle(bundle, tileWidth(size, { level: 0, index: bundle }));
    return placed(index, entries[index % TILE_WIDTH] as Uint8Array);
  }

  /** The entry of an event by its number in the journal; undefined when the tree of this size has none. */
  async findSeq(seq: number, size: number): Promise<PlacedLeaf | undefined> {
    let low = 0;
    let high = size;
    // The first entry whose number is not below: first among bundles, by their first entry, then within one.
    while (high - low > TILE_WIDTH) {
      // Both bounds are beginnings of bundles, but for the last one's end.
      const half = TILE_WIDTH * Math.floor((low + high) / (2 * TILE_WIDTH));
      const middle = half > low ? half : low + TILE_WIDTH;
      if ((await this.entry(middle, size)).leaf.seq <= seq) low = middle;
      else high = middle;
    }
    for (let index = low; index < high; index++) {
      const found = await this.entry(index, size);
      if (found.leaf.seq === seq) return found;
      if (found.leaf.seq > seq) return undefined;
    }
    return undefined;
  }

  /** The index of the first entry that was collected at this time or later; the size when there is none. RFC 3339 UTC with microseconds. */
  async findTime(time: string, size: number): Promise<number> {
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((await this.entry(middle, size)).leaf.collected_at < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The entries from `first` on and before `end`, bundle by bundle. */
  async *entries(first: number, end: number, size: number): AsyncGenerator<PlacedLeaf[]> {
    for (let at = first; at < end;) {
      const bundle = Math.floor(at / TILE_WIDTH);
      const entries = await this.#bundle(bundle, tileWidth(size, { level: 0, index: bundle }));
      const until = Math.min(end, (bundle + 1) * TILE_WIDTH);
      const found: PlacedLeaf[] = [];
      for (; at < until; at++) found.push(placed(at, entries[at % TILE_WIDTH] as Uint8Array));
      yield found;
    }
  }

  /** The hashes of subtrees inside of the tree of this size. */
  hashes(nodes: readonly NodeId[], size: number): Promise<Uint8Array[]> {
    return Promise.all(nodes.map((node) => this.#node(node, size)));
  }

  async #proof(plan: ProofPlan, size: number): Promise<Uint8Array[]> {
    const hashes = await Promise.all(plan.nodes.map((node) => this.#node(node, size)));
    return plan.assemble(nodeHasher, hashes);
  }

  async #node(node: NodeId, size: number): Promise<Uint8Array> {
    const { tile, first, count } = tileOfNode(node);
    const row = await this.#tile(tile.level, tile.index, tileWidth(size, tile));
    return perfectRoot(nodeHasher, row.subarray(first * HASH_BYTES, (first + count) * HASH_BYTES));
  }

  async #tile(level: number, index: number, width: number): Promise<Uint8Array> {
    const path = tilePath({ level, index, width: TILE_WIDTH });
    const known = this.#tiles.get(path);
    if (known !== undefined) {
      this.#tiles.delete(path);
      this.#tiles.set(path, known);
      return known;
    }
    const partial = width < TILE_WIDTH ? await this.#source.read(tilePath({ level, index, width })) : undefined;
    if (partial !== undefined) return partial;
    const full = await this.#source.read(path);
    if (full === undefined) throw new Error(`${path} of the audit trail is not there`);
    this.#tiles.set(path, full);
    for (const old of this.#tiles.keys()) {
      if (this.#tiles.size <= MAX_CACHED_TILES) break;
      this.#tiles.delete(old);
    }
    return full;
  }

  async #bundle(index: number, width: number): Promise<Uint8Array[]> {
    const own = await this.#source.read(entriesPath(index, width));
    if (own !== undefined) return decodeEntries(own, width);
    const full = width < TILE_WIDTH ? await this.#source.read(entriesPath(index, TILE_WIDTH)) : undefined;
    if (full === undefined) throw new Error(`${entriesPath(index, width)} of the audit trail is not there`);
    return decodeEntries(full, TILE_WIDTH);
  }
}

function placed(index: number, entry: Uint8Array): PlacedLeaf {
  const leaf = parseLeaf(Buffer.from(entry).toString("latin1"));
  if (leaf === undefined) throw new Error(`Entry ${index} of the audit trail is not a leaf`);
  return { index, entry, leaf };
}
