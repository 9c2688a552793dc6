import { DaybookError } from "@daybook/protocol";
import { damaged } from "./damage.ts";
import { CURSOR_DIR, TEMPORARY_SUFFIX } from "./format.ts";
import { readWholeFile, replaceFile } from "./journal-fs.ts";
import type { JournalFs } from "./journal-fs.ts";

/** The place of one reader: everything up to `seq` is done. Segments it has not passed are kept. */
export interface Cursor {
  readonly name: string;
  readonly seq: number;
  /**
   * Durable when it resolves. Moves that wait behind one another are joined to the last. May go back as far
   * as the journal reaches (a replay). Rejects on a disk error: the old or the new place then holds after a restart.
   */
  move(seq: number): Promise<void>;
}

const NAME = /^[a-z0-9][a-z0-9_.-]{0,63}$/;
const SUFFIX = ".json";
const CURSOR_VERSION = 1;

/** What cursors need of the journal. */
export interface CursorHooks {
  /** Called after each durable move. */
  moved(): void;
  /** No cursor may pass it. */
  durableSeq(): number;
}

interface CursorOwner extends CursorHooks {
  store(name: string, seq: number): Promise<void>;
}

function store(fs: JournalFs, dir: string, name: string, seq: number): Promise<void> {
  return replaceFile(fs, dir, `${name}${SUFFIX}`, `${JSON.stringify({ version: CURSOR_VERSION, name, seq })}\n`);
}

class StoredCursor implements Cursor {
  readonly name: string;
  readonly #owner: CursorOwner;
  #seq: number;
  #writing: Promise<void> | undefined;
  #next: { seq: number; done: Promise<void> } | undefined;

  constructor(name: string, seq: number, owner: CursorOwner) {
    this.name = name;
    this.#seq = seq;
    this.#owner = owner;
  }

  get seq(): number {
    return this.#seq;
  }

  move(seq: number): Promise<void> {
    if (!Number.isSafeInteger(seq) || seq < 0 || seq > this.#owner.durableSeq()) {
      return Promise.reject(new RangeError(`A cursor cannot stand at ${seq}`));
    }
    if (!this.#writing) return this.#write(seq);
    if (this.#next) this.#next.seq = seq;
    else {
      const next = { seq, done: Promise.resolve() };
      const turn = (): Promise<void> => {
        this.#next = undefined;
        return this.#write(next.seq);
      };
      next.done = this.#writing.then(turn, turn);
      this.#next = next;
    }
    return this.#next.done;
  }

  #write(seq: number): Promise<void> {
    const writing = this.#owner.store(this.name, seq).then(() => {
      this.#seq = seq;
      this.#owner.moved();
    });
    this.#writing = writing;
    const clear = (): void => {
      if (this.#writing === writing) this.#writing = undefined;
    };
    writing.then(clear, clear);
    return writing;
  }

  /** Resolves when no move is under way, whatever became of it. */
  async idle(): Promise<void> {
    while (this.#writing) await this.#writing.catch(() => undefined);
  }
}

/** All cursors of a journal, kept in one small file each. */
export class Cursors {
  readonly #fs: JournalFs;
  readonly #dir: string;
  readonly #cursors = new Map<string, StoredCursor>();
  readonly #owner: CursorOwner;

  private constructor(fs: JournalFs, dir: string, hooks: CursorHooks) {
    this.#fs = fs;
    this.#dir = dir;
    this.#owner = {
      moved: () => hooks.moved(),
      durableSeq: () => hooks.durableSeq(),
      store: (name, seq) => store(fs, dir, name, seq),
    };
  }

  static async open(fs: JournalFs, journalDir: string, hooks: CursorHooks): Promise<Cursors> {
    const dir = `${journalDir}/${CURSOR_DIR}`;
    await fs.mkdir(dir);
    await fs.syncDir(journalDir);
    const cursors = new Cursors(fs, dir, hooks);
    for (const file of await fs.readdir(dir)) {
      if (file.endsWith(TEMPORARY_SUFFIX)) await fs.unlink(`${dir}/${file}`);
      else if (file.endsWith(SUFFIX)) await cursors.#load(file.slice(0, -SUFFIX.length));
    }
    // A move that was under way may be seen without being safe; segments are removed on its word.
    await fs.syncDir(dir);
    return cursors;
  }

  async #load(name: string): Promise<void> {
    const path = `${this.#dir}/${name}${SUFFIX}`;
    const text = (await readWholeFile(this.#fs, path)).toString();
    let value: { version?: unknown; seq?: unknown };
    try {
      value = JSON.parse(text) as typeof value;
    } catch {
      throw damaged(path, 0, "A cursor cannot be read");
    }
    const seq = value.seq;
    if (value.version !== CURSOR_VERSION || typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 0) {
      throw damaged(path, 0, "A cursor cannot be read");
    }
    this.#cursors.set(name, new StoredCursor(name, seq, this.#owner));
  }

  /** The cursor of this name; made durable at `startSeq` when there is none. */
  async open(name: string, startSeq: number): Promise<Cursor> {
    if (!NAME.test(name)) throw new RangeError(`"${name}" is no name for a cursor: ${String(NAME)}`);
    const known = this.#cursors.get(name);
    if (known) return known;
    const cursor = new StoredCursor(name, startSeq, this.#owner);
    this.#cursors.set(name, cursor);
    try {
      await cursor.move(startSeq);
    } catch (error) {
      this.#cursors.delete(name);
      throw error;
    }
    return cursor;
  }

  /** Forgets a reader for good; the journal no longer waits for it. */
  async drop(name: string): Promise<void> {
    const cursor = this.#cursors.get(name);
    if (!cursor) return;
    await cursor.idle();
    this.#cursors.delete(name);
    await this.#fs.unlink(`${this.#dir}/${name}${SUFFIX}`);
    await this.#fs.syncDir(this.#dir);
  }

  list(): { name: string; seq: number }[] {
    return [...this.#cursors.values()].map(({ name, seq }) => ({ name, seq }));
  }

  /** Every cursor has done this number; `Infinity` when there are none. */
  lowest(): number {
    let lowest = Infinity;
    for (const { seq } of this.#cursors.values()) lowest = Math.min(lowest, seq);
    return lowest;
  }

  /** A reader cannot have seen what was never durable: a cursor behind the end means that acknowledged events are lost. */
  checkAgainst(lastSeq: number): void {
    for (const { name, seq } of this.#cursors.values()) {
      if (seq > lastSeq) {
        throw new DaybookError(
          "DAYBOOK_JOURNAL_DAMAGED",
          `The reader "${name}" has done event ${seq}, but the journal ends at ${lastSeq}: acknowledged events are missing`,
          { cursor: name, seq, last_seq: lastSeq },
        );
      }
    }
  }

  /** Writes the places into another journal's directory, which must hold all that they have done. */
  static async copy(
    fs: JournalFs,
    journalDir: string,
    places: readonly { name: string; seq: number }[],
  ): Promise<void> {
    const dir = `${journalDir}/${CURSOR_DIR}`;
    await fs.mkdir(dir);
    for (const { name, seq } of places) await store(fs, dir, name, seq);
  }

  async idle(): Promise<void> {
    for (const cursor of this.#cursors.values()) await cursor.idle();
  }
}
