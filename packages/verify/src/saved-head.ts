import { MerkleError, parseCheckpoint, parseNote } from "@daybook/merkle";
import type { TrailReport } from "./check-trail.ts";
import type { TrailSource } from "./source.ts";

/** A source that remembers the head which was read last, so that what was checked can be kept. */
export class HeadKeeper implements TrailSource {
  readonly #source: TrailSource;
  readonly list?: (dir: string) => Promise<string[]>;
  #head: Uint8Array | undefined;

  constructor(source: TrailSource) {
    this.#source = source;
    if (source.list !== undefined) this.list = (dir) => source.list?.(dir) ?? Promise.resolve([]);
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const bytes = await this.#source.read(path);
    if (path === "checkpoint") this.#head = bytes;
    return bytes;
  }

  /** The signed head that the report is about; undefined unless all of it is sound. */
  checked({ integrity, completeness, size }: TrailReport): Uint8Array | undefined {
    if (integrity !== "sound" || completeness !== "sound" || this.#head === undefined) return undefined;
    try {
      return parseCheckpoint(parseNote(this.#head).text).size === size ? this.#head : undefined;
    } catch (error) {
      if (error instanceof MerkleError) return undefined;
      throw error;
    }
  }
}
