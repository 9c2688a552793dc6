import { readFully, writeFully } from "../journal/index.ts";
import type { JournalFile, JournalFs } from "../journal/index.ts";
import type { Generation } from "./remembered-ids.ts";

/** A file of ids, one JSON text a line, and how much of it a snapshot vouches for. */
export interface SavedGeneration {
  number: number;
  bytes: number;
}

/**
 * Keeps remembered ids beside the snapshot, one file for each generation. Only new ids are written; the snapshot says
 * how many bytes of each file count, so what a crash left behind that is written over.
 */
export class IdFiles {
  readonly #fs: JournalFs;
  readonly #dir: string;
  #saved: SavedGeneration[];
  #obsolete: SavedGeneration[] = [];

  constructor(fs: JournalFs, dir: string, saved: readonly SavedGeneration[] = []) {
    this.#fs = fs;
    this.#dir = dir;
    this.#saved = [...saved];
  }

  #path(generation: number): string {
    return `${this.#dir}/ingest-ids-${generation}.ndjson`;
  }

  /** What the files hold. Rejects when one is missing or short. */
  async load(): Promise<{ number: number; ids: string[] }[]> {
    const loaded = [];
    for (const { number, bytes } of this.#saved) {
      if (bytes === 0) {
        loaded.push({ number, ids: [] });
        continue;
      }
      const file = await this.#fs.open(this.#path(number), "read");
      try {
        const content = await readFully(file, 0, bytes);
        const text = content.toString();
        if (content.byteLength !== bytes || !text.endsWith("\n")) throw new Error(`${this.#path(number)} is cut`);
        loaded.push({
          number,
          ids: text
            .slice(0, -1)
            .split("\n")
            .map((line) => JSON.parse(line) as string),
        });
      } finally {
        await file.close();
      }
    }
    return loaded;
  }

  /**
   * Writes what is new; durable when it resolves. It counts when a snapshot with the answer is durable:
   * call `committed` then.
   */
  async save(generations: readonly Generation[]): Promise<SavedGeneration[]> {
    const saved: SavedGeneration[] = [];
    for (const generation of generations) {
      const { number } = generation;
      const known = this.#saved.find((one) => one.number === number);
      const fresh = generation.unsaved;
      let bytes = known?.bytes ?? 0;
      if (fresh.length > 0) {
        generation.unsaved = [];
        try {
          bytes += await this.#append(number, bytes, fresh);
        } catch (error) {
          generation.unsaved = [...fresh, ...generation.unsaved];
          throw error;
        }
      }
      saved.push({ number, bytes });
    }
    // The bytes are in the files whether or not a snapshot follows: the next one goes on behind them.
    const before = this.#saved;
    this.#saved = saved;
    this.#obsolete = [...this.#obsolete, ...before.filter((old) => !saved.some((one) => one.number === old.number))];
    return saved;
  }

  /** The snapshot is durable: generations that it no longer names can go. */
  async committed(): Promise<void> {
    for (const { number, bytes } of this.#obsolete.splice(0)) if (bytes > 0) await this.#fs.unlink(this.#path(number));
  }

  async #append(number: number, position: number, ids: readonly string[]): Promise<number> {
    const bytes = Buffer.from(ids.map((id) => `${JSON.stringify(id)}\n`).join(""));
    const file: JournalFile = await this.#fs.open(this.#path(number), position === 0 ? "create" : "update");
    try {
      await writeFully(file, [bytes], position);
      await file.datasync();
    } finally {
      await file.close();
    }
    if (position === 0) await this.#fs.syncDir(this.#dir);
    return bytes.byteLength;
  }
}
