import { dirname } from "node:path";
import { TILE_WIDTH, base64Decode, bytesEqual, decodeEntries, entriesPath, tilePath } from "@daybook/merkle";
import { atOnce } from "./at-once.ts";
import { GrowingTree } from "./growing-tree.ts";
import type { TrailFile } from "./growing-tree.ts";
import { FILES_AT_ONCE, MAX_BATCH_ENTRIES } from "./limits.ts";
import { nodeHasher } from "./node-hash.ts";
import { readBack } from "./read-back.ts";
import { TrailStateError } from "./state-files.ts";
import type { SyncedState } from "./state-files.ts";
import type { TrailFiles } from "./trail-files.ts";

/** Tiles that one batch may begin. */
const MAX_AHEAD = Math.ceil(MAX_BATCH_ENTRIES / TILE_WIDTH) + 1;

/** The tree of a trail and its tiles and bundles on disk. */
export class TreeFiles {
  readonly #files: TrailFiles;
  readonly #tree: GrowingTree;
  /** Size of the tree whose files were written last. */
  #writtenSize: number;
  /** Full files that a full disk did not take yet. */
  readonly #pending: TrailFile[] = [];
  /** Full files whose partial forerunners can go once they are safe. */
  readonly #filled: string[] = [];
  /** Partial files of the last write: those of the upper levels seldom change. */
  #partial: ReadonlySet<string> = new Set();
  /** Directories of partial files that were written. */
  readonly #partialDirs = new Set<string>();
  /** What an earlier process wrote is not known: until the first tidying any full file may have partial ones. */
  #mayHaveOld = true;

  private constructor(files: TrailFiles, tree: GrowingTree) {
    this.#files = files;
    this.#tree = tree;
    this.#writtenSize = tree.size;
  }

  /** Goes on where everything was on disk. @throws TrailStateError when the files are not those that were synced. */
  static async open(files: TrailFiles, synced: Pick<SyncedState, "size" | "root">): Promise<TreeFiles> {
    const tree = await GrowingTree.resume(
      nodeHasher,
      synced.size,
      (level, index, width) => files.read(tilePath({ level, index, width })),
      async (index, width) => decodeEntries(await files.read(entriesPath(index, width)), width),
    ).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TrailStateError(`the trail cannot be read where it was synced: ${reason}`);
    });
    if (!bytesEqual(tree.root(), base64Decode(synced.root)))
      throw new TrailStateError(`the files of the trail have another root for size ${synced.size} than was synced`);
    return new TreeFiles(files, tree);
  }

  get size(): number {
    return this.#tree.size;
  }

  get isWritten(): boolean {
    return this.#writtenSize === this.#tree.size;
  }

  root(): Uint8Array {
    return this.#tree.root();
  }

  append(entry: Uint8Array): void {
    this.#tree.append(entry);
  }

  /** Writes what is new, not synced. After a full disk it may be called again. */
  async write(): Promise<void> {
    const { full, partial } = this.#tree.takeFiles();
    this.#pending.push(...full);
    await atOnce(
      [...this.#pending],
      FILES_AT_ONCE,
      (file) => this.#files.write(file),
      (count) => this.#filled.push(...this.#pending.splice(0, count).map(({ path }) => path)),
    );
    const fresh = partial.filter(({ path }) => !this.#partial.has(path));
    await atOnce(fresh, FILES_AT_ONCE, (file) => this.#files.write(file));
    this.#partial = new Set(partial.map(({ path }) => path));
    for (const { path } of partial) this.#partialDirs.add(dirname(path));
    this.#writtenSize = this.#tree.size;
  }

  /** Computes the root anew from what is on disk, see `readBack`. @throws ReadBackError */
  async check(oldSize: number): Promise<void> {
    await readBack(nodeHasher, oldSize, this.#tree.size, this.#tree.root(), (path) => this.#files.read(path));
  }

  /**
   * Makes right what a process that died, and the power with it, left of partial files: those of heads that were signed are to be
   * served until the full ones are.
   */
  async mend(): Promise<void> {
    for (const { pathOf, width, bytesAt } of this.#tree.edge()) {
      for (let ahead = 0; ahead <= MAX_AHEAD; ahead++) {
        // Beyond the signed tree: written for a head that was never signed.
        if (ahead > 0) await this.#files.removeDir(`${pathOf(ahead)}.p`);
        await this.#files.unlink(pathOf(ahead));
      }
      const path = pathOf(0);
      for (const name of await this.#files.readdir(`${path}.p`)) {
        const count = Number(name);
        const file = `${path}.p/${name}`;
        if (!(count >= 1 && count <= width)) await this.#files.unlink(file);
        else await this.#files.write({ path: file, bytes: bytesAt(count) });
      }
    }
  }

  /** Partial files whose full ones are safe are removed. */
  async tidy(): Promise<void> {
    for (const path of this.#filled.splice(0)) {
      if (this.#partialDirs.delete(`${path}.p`) || this.#mayHaveOld) await this.#files.removeDir(`${path}.p`);
    }
    this.#mayHaveOld = false;
  }
}
