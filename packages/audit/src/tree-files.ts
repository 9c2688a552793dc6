import { base64Decode, bytesEqual, decodeEntries, entriesPath, tilePath } from "@daybook/merkle";
import { GrowingTree } from "./growing-tree.ts";
import type { TrailFile } from "./growing-tree.ts";
import { nodeHasher } from "./node-hash.ts";
import { readBack } from "./read-back.ts";
import { TrailStateError } from "./state-files.ts";
import type { SyncedState } from "./state-files.ts";
import type { TrailFiles } from "./trail-files.ts";

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
    for (let file = this.#pending[0]; file !== undefined; file = this.#pending[0]) {
      await this.#files.write(file);
      this.#pending.shift();
      this.#filled.push(file.path);
    }
    for (const file of partial) if (!this.#partial.has(file.path)) await this.#files.write(file);
    this.#partial = new Set(partial.map(({ path }) => path));
    this.#writtenSize = this.#tree.size;
  }

  /** Computes the root anew from what is on disk, see `readBack`. @throws ReadBackError */
  async check(oldSize: number): Promise<void> {
    await readBack(nodeHasher, oldSize, this.#tree.size, this.#tree.root(), (path) => this.#files.read(path));
  }

  /** Partial files whose full ones are safe are removed. */
  async tidy(): Promise<void> {
    for (const path of this.#filled.splice(0)) await this.#files.removeDir(`${path}.p`);
  }
}
