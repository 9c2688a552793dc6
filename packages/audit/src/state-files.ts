import type { TrailFs } from "./trail-fs.ts";
import { readIfThere, replaceFile } from "./trail-fs.ts";

/** The last head that was signed. Nobody sees a head before this record of it is durable. */
export interface LockRecord {
  readonly version: 1;
  /** Rises with each start of a writer: one that lost its place notices. */
  readonly fence: number;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** The journal is covered up to here. */
  readonly seq: number;
  /** The signed note; `""` before the first. */
  readonly checkpoint: string;
}

/** A place up to which every file of the trail is on disk for certain. */
export interface SyncedState {
  readonly version: 1;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  readonly seq: number;
  /** What was left out of the trail when the events behind this place were taken in. */
  readonly excluded: readonly string[];
  readonly counts: readonly (readonly [producer: string, count: number])[];
}

/** The state on disk is not what this writer, or any, left there. */
export class TrailStateError extends Error {
  override readonly name = "TrailStateError";
}

/** Small files that are replaced as a whole. */
export class StateFile<T extends { readonly version: 1 }> {
  readonly #fs: TrailFs;
  readonly #path: string;

  constructor(fs: TrailFs, path: string) {
    this.#fs = fs;
    this.#path = path;
  }

  /** @throws TrailStateError when it cannot be read. */
  async read(): Promise<T | undefined> {
    const bytes = await readIfThere(this.#fs, this.#path);
    if (bytes === undefined) return undefined;
    try {
      const value = JSON.parse(Buffer.from(bytes).toString()) as T;
      if (value.version === 1) return value;
    } catch {
      // Said below.
    }
    throw new TrailStateError(`${this.#path} cannot be read`);
  }

  /** Durable when it resolves. */
  write(value: T): Promise<void> {
    return replaceFile(this.#fs, this.#path, `${JSON.stringify(value)}\n`);
  }
}

/** Replaces the lock record only if it is still the one that this writer wrote last. */
export class LockFile {
  readonly #file: StateFile<LockRecord>;
  #last: string | undefined;

  constructor(fs: TrailFs, path: string) {
    this.#file = new StateFile(fs, path);
  }

  /** Takes the writer's place: no earlier one can write any more. */
  async take(): Promise<LockRecord> {
    const found = await this.#file.read();
    const record: LockRecord = found ?? { version: 1, fence: 0, size: 0, root: "", seq: 0, checkpoint: "" };
    const taken = { ...record, fence: record.fence + 1 };
    await this.#file.write(taken);
    this.#last = JSON.stringify(taken);
    return taken;
  }

  /** @throws TrailStateError when another writer has the place. */
  async replace(next: LockRecord): Promise<void> {
    const found = JSON.stringify(await this.#file.read());
    if (found !== this.#last)
      throw new TrailStateError("another writer has taken over the trail: nothing is signed here any more");
    await this.#file.write(next);
    this.#last = JSON.stringify(next);
  }
}
