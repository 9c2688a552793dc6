import { dirname } from "node:path";
import { SYNCS_AT_ONCE } from "./limits.ts";
import type { TrailFile } from "./growing-tree.ts";
import type { TrailFs } from "./trail-fs.ts";
import { isMissing, readIfThere, replaceFile } from "./trail-fs.ts";

/** Writes the files of a trail and knows which of them a power cut could still take away. */
export class TrailFiles {
  readonly #fs: TrailFs;
  readonly #dir: string;
  readonly #unsynced = new Set<string>();
  readonly #unsyncedDirs = new Set<string>();
  readonly #madeDirs = new Set<string>();
  /** Nothing was synced by this process yet: what it writes may be there already, and be what the last one relied on. */
  #isFresh = true;

  constructor(fs: TrailFs, dir: string) {
    this.#fs = fs;
    this.#dir = dir;
  }

  get unsynced(): number {
    return this.#unsynced.size;
  }

  read(path: string): Promise<Uint8Array> {
    return this.#fs.read(this.#at(path));
  }

  async has(path: string): Promise<boolean> {
    return (await readIfThere(this.#fs, this.#at(path))) !== undefined;
  }

  readdir(path: string): Promise<string[]> {
    return this.#fs.readdir(this.#at(path));
  }

  /** Not safe before `sync`. */
  async write({ path, bytes }: TrailFile): Promise<void> {
    const at = this.#at(path);
    await this.#makeDir(dirname(at));
    this.#unsynced.add(at);
    this.#unsyncedDirs.add(dirname(at));
    // Writing the same bytes over safe ones would put them at risk for a moment.
    if (this.#isFresh && (await this.#holds(at, bytes))) return;
    try {
      await this.#fs.write(at, bytes);
    } catch (error) {
      // Somebody removed an empty directory.
      if (!isMissing(error)) throw error;
      this.#madeDirs.clear();
      await this.#makeDir(dirname(at));
      await this.#fs.write(at, bytes);
    }
  }

  async #holds(at: string, bytes: Uint8Array): Promise<boolean> {
    const found = await readIfThere(this.#fs, at);
    return found !== undefined && Buffer.compare(found, bytes) === 0;
  }

  /** Seen whole or not at all; not safe before `sync`. */
  async publish(path: string, text: string): Promise<void> {
    const at = this.#at(path);
    await this.#fs.write(`${at}.new`, Buffer.from(text));
    await this.#fs.rename(`${at}.new`, at);
    this.#unsynced.add(at);
    this.#unsyncedDirs.add(dirname(at));
  }

  /** Safe when it resolves. */
  async replace(path: string, content: Uint8Array | string): Promise<void> {
    const at = this.#at(path);
    await this.#makeDir(dirname(at));
    await replaceFile(this.#fs, at, content);
    await this.#syncDirs();
  }

  async unlink(path: string): Promise<void> {
    this.#unsynced.delete(this.#at(path));
    await this.#fs.unlink(this.#at(path));
  }

  async removeDir(path: string): Promise<void> {
    const at = `${this.#at(path)}/`;
    for (const file of this.#unsynced) if (file.startsWith(at)) this.#unsynced.delete(file);
    for (const dir of this.#unsyncedDirs) if (`${dir}/`.startsWith(at)) this.#unsyncedDirs.delete(dir);
    await this.#fs.removeDir(this.#at(path));
  }

  /** Makes the names of small files safe, as they are seen now. */
  async syncNames(): Promise<void> {
    for (const dir of ["keys", "checkpoints", "receipts"]) {
      try {
        await this.#fs.syncDir(this.#at(dir));
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    }
    await this.#fs.syncDir(this.#dir);
  }

  /** Everything written so far is safe when it resolves. What fails stays on the list. */
  async sync(): Promise<void> {
    const files = [...this.#unsynced];
    const take = async (): Promise<void> => {
      for (let path = files.pop(); path !== undefined; path = files.pop()) {
        await this.#fs.sync(path);
        this.#unsynced.delete(path);
      }
    };
    await Promise.all(Array.from({ length: SYNCS_AT_ONCE }, take));
    await this.#syncDirs();
    this.#isFresh = false;
  }

  async #syncDirs(): Promise<void> {
    for (const dir of this.#unsyncedDirs) {
      await this.#fs.syncDir(dir);
      this.#unsyncedDirs.delete(dir);
    }
  }

  /** A new directory is a name in the one above it, which is to be safe too. */
  async #makeDir(dir: string): Promise<void> {
    if (this.#madeDirs.has(dir)) return;
    await this.#fs.mkdir(dir);
    for (let at = dir; at.length > this.#dir.length; at = dirname(at)) {
      this.#madeDirs.add(at);
      this.#unsyncedDirs.add(dirname(at));
    }
    this.#madeDirs.add(dir);
  }

  #at(path: string): string {
    return `${this.#dir}/${path}`;
  }
}
