import type { NodeId, TreeHasher } from "@daybook/merkle";
import {
  HASH_BYTES,
  TILE_WIDTH,
  base64Encode,
  bytesEqual,
  entriesPath,
  perfectRoot,
  rootNodes,
  tileOfNode,
  tilePath,
  tileWidth,
} from "@daybook/merkle";
import { checkBundle } from "./bundle.ts";
import type { Findings } from "./finding.ts";
import { AHEAD_FILES, MAX_LISTED_MISSING } from "./limits.ts";
import { checkOlderTiles } from "./older-tiles.ts";
import type { Reconciled } from "./reconcile.ts";
import { reconcile, unsure } from "./reconcile.ts";
import { ReadAhead } from "./source.ts";
import type { TrailSource } from "./source.ts";
import { doubtOf } from "./tile-doubt.ts";
import type { Computed } from "./tile-files.ts";
import { TileFiles, computedOr } from "./tile-files.ts";
import type { EdgeTile } from "./tree-edge.ts";
import { edgeOf, joinRows, reconcileEdge, rootOfEdge } from "./tree-edge.ts";

export interface WalkOptions {
  readonly source: TrailSource;
  readonly hasher: TreeHasher;
  readonly size: number;
  /** The signed root; undefined when no head can be trusted: then only what the files say of each other is checked. */
  readonly root: Uint8Array | undefined;
  /** Entries below may be withheld, and tiles that end there. */
  readonly minimum: number;
  /** Only files over these entries are looked at; from is included, to is not. */
  readonly range?: { readonly from: number; readonly to: number };
  readonly findings: Findings;
  /** Told of every bundle in order: its entries as far as they are what was signed; all undefined when the file is missing. */
  readonly onBundle: (firstIndex: number, entries: readonly (Uint8Array | undefined)[], path: string) => void;
}

/** Goes through a tree from its signed root down to the entries, and says of each file whether it is what was signed. */
export class TileWalk {
  readonly #options: WalkOptions;
  readonly #ahead: ReadAhead;
  readonly #files: TileFiles;
  /** Tiles that are not on disk as they were signed, as far as they could be found out. */
  readonly #repaired = new Map<string, Uint8Array>();
  /** Tiles of which that could not be found out. */
  readonly #doubtful = new Set<string>();
  /** Files of missing subtrees that may still be listed one by one. */
  #listable = MAX_LISTED_MISSING;
  #isProven = true;

  constructor(options: WalkOptions) {
    this.#options = options;
    this.#ahead = new ReadAhead(options.source);
    this.#files = new TileFiles(this.#ahead, options.hasher);
  }

  async run(): Promise<void> {
    const edge = edgeOf(this.#options.size);
    const rows = await this.#edgeRows(edge);
    for (const [at, { level, index, width }] of edge.entries()) {
      const row = rows[at] as Uint8Array;
      if (level === 0) await this.#bundle(index, width, row);
      else await this.#children(level, index, row);
    }
    if (this.#options.range !== undefined || this.#options.root === undefined) return;
    const isSigned = ({ level, index }: EdgeTile): boolean => !this.#doubtful.has(keyOf(level, index));
    const signed = edge.map((tile, at) => ({ ...tile, row: rows[at] as Uint8Array })).filter(isSigned);
    await checkOlderTiles(signed, this.#options);
  }

  /** False when so much is missing that what is there cannot be held against the signed root. */
  get isProven(): boolean {
    return this.#isProven;
  }

  /** The root of the tree when it had this size, by the hashes that were found right; undefined when they are not there. */
  async rootAt(size: number): Promise<Uint8Array | undefined> {
    const { hasher } = this.#options;
    const plan = rootNodes(size);
    const hashes: Uint8Array[] = [];
    for (const node of plan.nodes) {
      const hash = await this.#nodeHash(node);
      if (hash === undefined) return undefined;
      hashes.push(hash);
    }
    return plan.assemble(hasher, hashes)[0];
  }

  async #nodeHash(node: NodeId): Promise<Uint8Array | undefined> {
    const { tile, first, count } = tileOfNode(node);
    const width = tileWidth(this.#options.size, tile);
    const key = keyOf(tile.level, tile.index);
    if (this.#doubtful.has(key)) return undefined;
    const row = this.#repaired.get(key) ?? (await this.#files.tile(tile.level, tile.index, width));
    const part = row?.subarray(first * HASH_BYTES, (first + count) * HASH_BYTES);
    return part?.length === count * HASH_BYTES ? perfectRoot(this.#options.hasher, part) : undefined;
  }

  /** The partial tiles of all levels, which together give the root. */
  async #edgeRows(edge: readonly EdgeTile[]): Promise<Uint8Array[]> {
    const { hasher, root, findings } = this.#options;
    const stored = await Promise.all(edge.map((tile) => this.#stored(tile)));
    const fits = (hashes: Uint8Array): boolean =>
      root === undefined || bytesEqual(rootOfEdge(hasher, edge, hashes), root);
    const rows = stored.map(({ row }) => row);
    if (stored.every(({ isThere }) => isThere) && fits(joinRows(rows))) return rows;

    const computed: Computed[] = [];
    for (const { level, index, width } of edge) computed.push(await this.#files.computed(level, index, width));
    // A tile that is not there is what lies below it.
    const versions = {
      stored: stored.map(({ row, isThere }, at) => (isThere ? row : (computed[at] as Computed).row)),
      computed: computed.map((below, at) => computedOr(below, rows[at] as Uint8Array)),
    };
    const isKnown = stored.every(({ isThere }, at) => isThere || computed[at]?.unknown.length === 0);
    const result = isKnown ? reconcileEdge(versions, fits) : unsure(joinRows(versions.stored));
    if (!result.certain && isKnown) {
      const found = base64Encode(rootOfEdge(hasher, edge, result.hashes));
      findings.add("fork", "checkpoint", `the files give a tree with the root ${found}, not the one that was signed`);
    }
    if (!isKnown) this.#isProven = false;
    let at = 0;
    return edge.map((tile, i) => {
      const hashes = result.hashes.subarray(at * HASH_BYTES, (at + tile.width) * HASH_BYTES);
      const wrong = result.wrong.filter((place) => place >= at && place < at + tile.width).map((place) => place - at);
      at += tile.width;
      this.#name(tile, stored[i]?.isThere === true, { hashes, wrong, certain: result.certain });
      return hashes;
    });
  }

  async #children(level: number, index: number, row: Uint8Array): Promise<void> {
    const first = index * TILE_WIDTH;
    const count = row.length / HASH_BYTES;
    for (let i = 0; i < count; i++) {
      for (let j = i; j < Math.min(i + AHEAD_FILES, count); j++) this.#soon(level - 1, first + j);
      await this.#descend(level - 1, first + i, row.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
    }
  }

  #soon(level: number, index: number): void {
    if (!this.#isAsked(level, index)) return;
    this.#ahead.soon(tilePath({ level, index, width: TILE_WIDTH }));
    if (level === 0) this.#ahead.soon(entriesPath(index, TILE_WIDTH));
  }

  /** Whether a full tile lies over an entry that is asked for. */
  #isAsked(level: number, index: number): boolean {
    const { range } = this.#options;
    if (range === undefined) return true;
    const leaves = TILE_WIDTH ** (level + 1);
    return index * leaves < range.to && (index + 1) * leaves > range.from;
  }

  /** A full tile with the hash that it must have, and all below it. */
  async #descend(level: number, index: number, expected: Uint8Array): Promise<void> {
    if (!this.#isAsked(level, index)) return;
    const row = await this.#fullTile(level, index, expected);
    if (row === undefined) return;
    if (level === 0) await this.#bundle(index, TILE_WIDTH, row);
    else await this.#children(level, index, row);
  }

  async #fullTile(level: number, index: number, expected: Uint8Array): Promise<Uint8Array | undefined> {
    const { hasher, minimum, findings } = this.#options;
    const tile = { level, index, width: TILE_WIDTH };
    const { row: stored, isThere } = await this.#stored(tile);
    const fits = (hashes: Uint8Array): boolean => bytesEqual(perfectRoot(hasher, hashes), expected);
    if (isThere && fits(stored)) return stored;
    if (!isThere) {
      if ((index + 1) * TILE_WIDTH ** (level + 1) <= minimum) return undefined;
      if (!(await this.#isListable(level, index))) return undefined;
    }
    const below = await this.#files.computed(level, index, TILE_WIDTH);
    const isBelowWhole = below.unknown.length === 0;
    const isKnown = isThere || isBelowWhole;
    const result = isKnown
      ? reconcile(isThere ? stored : below.row, computedOr(below, stored), fits)
      : unsure(below.row);
    this.#name(tile, isThere, result);
    if (result.certain || result.wrong.length > 0) return result.hashes;
    const doubt = doubtOf(tile, isThere, isBelowWhole);
    if (doubt !== undefined) findings.add(doubt.kind, doubt.path, doubt.message);
    else if (level > 0) this.#isProven = false;
    return result.hashes;
  }

  /** A tile that is gone with everything below it is one finding, once very many are. */
  async #isListable(level: number, index: number): Promise<boolean> {
    const files = 2 * TILE_WIDTH ** level;
    const leaves = TILE_WIDTH ** (level + 1);
    if (files <= this.#listable || (await this.#files.hasBelow(level, index))) {
      this.#listable--;
      return true;
    }
    const message = `the tile is not there, nor what lies below it: entries ${index * leaves} to ${(index + 1) * leaves - 1}`;
    this.#options.findings.add("file_missing", tilePath({ level, index, width: TILE_WIDTH }), message);
    return false;
  }

  /** A tile as stored, in its full length whatever the file's is. */
  async #stored({ level, index, width }: EdgeTile): Promise<{ row: Uint8Array; isThere: boolean }> {
    const bytes = await this.#files.tile(level, index, width);
    if (bytes?.length === width * HASH_BYTES) return { row: bytes, isThere: true };
    const row = new Uint8Array(width * HASH_BYTES);
    if (bytes === undefined) return { row, isThere: false };
    row.set(bytes.subarray(0, row.length));
    const path = tilePath({ level, index, width });
    const message = `the file has ${bytes.length} bytes, ${width} hashes have ${row.length}`;
    this.#options.findings.add("tile_size", path, message);
    return { row, isThere: true };
  }

  #name(tile: EdgeTile, isThere: boolean, { hashes, wrong, certain }: Reconciled): void {
    const { findings } = this.#options;
    const path = tilePath(tile);
    if (certain) this.#repaired.set(keyOf(tile.level, tile.index), hashes);
    else this.#doubtful.add(keyOf(tile.level, tile.index));
    if (!isThere) return findings.add("file_missing", path, "the tile is not there");
    const message = certain
      ? "the hash is not the signed one"
      : "the hash is not that of what lies below it, and neither gives the signed one";
    for (const place of wrong) findings.add("hash_changed", path, message, place);
  }

  async #bundle(index: number, width: number, hashes: Uint8Array): Promise<void> {
    const { hasher, minimum, range, findings, onBundle } = this.#options;
    const firstIndex = index * TILE_WIDTH;
    if (range !== undefined && (firstIndex >= range.to || firstIndex + width <= range.from)) return;
    const path = entriesPath(index, width);
    const bytes = await this.#files.bundle(index, width);
    if (bytes !== undefined)
      return onBundle(firstIndex, checkBundle(hasher, bytes, { path, firstIndex, hashes }, findings), path);
    if (firstIndex + width <= minimum) return;
    const message = `entries ${firstIndex} to ${firstIndex + width - 1} are not there`;
    findings.add("file_missing", path, message, firstIndex);
    onBundle(firstIndex, new Array<undefined>(width).fill(undefined), path);
  }
}

function keyOf(level: number, index: number): string {
  return `${level}/${index}`;
}
