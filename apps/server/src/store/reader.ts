import { setTimeout as sleep } from "node:timers/promises";
import { isNoSpace } from "./durable-state.ts";
import type { IntentFile, Intent } from "./intent.ts";
import type { JournalCursor, JournalSource } from "./journal-source.ts";
import {
  FIRST_RETRY_DELAY_MS,
  MAX_BATCH_BYTES,
  MAX_BATCH_EVENTS,
  MAX_POISON_IN_A_ROW,
  MAX_RETRY_DELAY_MS,
  NO_SPACE_RETRY_DELAY_MS,
} from "./limits.ts";
import { readRange } from "./lines-in-range.ts";
import { InsertPace } from "./pace.ts";
import { isRowFault, isSizeFault } from "./poison.ts";
import type { PoisonFile } from "./poison.ts";
import { SearchableSeq } from "./searchable-seq.ts";
import { StoreFault } from "./store-client.ts";
import type { IntentWriter } from "./writer.ts";

export interface ReaderOptions {
  journal: JournalSource;
  cursor: JournalCursor;
  intents: IntentFile;
  writer: IntentWriter;
  poison: PoisonFile;
  /** Resolves when the table is there; called until it does. */
  prepare: () => Promise<void>;
  newToken: () => string;
  clock: { nowMs(): number };
  onFault: (error: Error) => void;
  maxBatchEvents?: number;
  maxBatchBytes?: number;
}

export interface ReaderStats {
  inserts: number;
  events: number;
  bytes: number;
  /** Inserts that were tried again. */
  retries: number;
  /** Lines put aside since ever. */
  poisoned: number;
  lastInsertMs: number;
}

/**
 * Moves events from the journal into the table, in order, each exactly once: the intent is durable before the insert, a doubtful insert is
 * repeated exactly, and only then the cursor moves. While the engine is away it waits; the journal waits on disk.
 */
export class StoreReader {
  readonly #options: ReaderOptions;
  readonly #searchable: SearchableSeq;
  readonly #pace = new InsertPace();
  readonly #stats: ReaderStats = { inserts: 0, events: 0, bytes: 0, retries: 0, poisoned: 0, lastInsertMs: 0 };
  readonly #stopping = new AbortController();
  #batchEvents: number;
  #doubtfulUpTo = 0;
  #poisonInARow = 0;
  #lastError: string | null = null;
  #caughtUpAtMs: number;
  #running: Promise<void> = Promise.resolve();
  #lastTurn: Promise<unknown> = Promise.resolve();

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#batchEvents = options.maxBatchEvents ?? MAX_BATCH_EVENTS;
    this.#searchable = new SearchableSeq(options.cursor.seq);
    this.#caughtUpAtMs = options.clock.nowMs();
  }

  /** Everything up to here can be found. */
  get searchableSeq(): number {
    return this.#searchable.seq;
  }
  /** Why events do not get in at the moment; null while they do. */
  get lastError(): string | null {
    return this.#lastError;
  }
  get stats(): ReaderStats {
    return { ...this.#stats, poisoned: this.#options.poison.count };
  }
  /** For how long the oldest event that cannot be found yet has been waiting, at most. */
  get lagSeconds(): number {
    if (this.searchableSeq >= this.#options.journal.durableSeq) return 0;
    return Math.max(0, this.#options.clock.nowMs() - this.#caughtUpAtMs) / 1000;
  }

  /**
   * What the table was found to hold before the first batch: up to `seq` all, up to `doubtfulUpTo` perhaps, so that batches up to there are
   * looked for before they are inserted.
   */
  beginAt(seq: number, doubtfulUpTo: number): void {
    this.#doubtfulUpTo = doubtfulUpTo;
    this.#searchable.advance(seq);
  }

  waitSearchable(seq: number, timeoutMs: number): Promise<boolean> {
    return this.#searchable.wait(seq, timeoutMs);
  }

  start(): void {
    this.#running = this.#run().catch((error: unknown) => {
      if (this.#stopping.signal.aborted) return;
      // Not the engine but the journal or our own disk: nothing here can mend that.
      this.#lastError = messageOf(error);
      this.#options.onFault(error instanceof Error ? error : new Error(String(error)));
    });
  }

  /** Ends after the batch under way; what is in doubt then is settled at the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#searchable.close();
    await this.#running;
  }

  /** Runs `work` while no batch is under way, with the number up to which the table is complete. */
  paused<T>(work: (searchableSeq: number) => Promise<T>): Promise<T> {
    return this.#exclusive(() => work(this.searchableSeq));
  }

  /** One at a time at the table, in the order of calls. */
  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(work);
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  async #run(): Promise<void> {
    await this.#untilDone(this.#options.prepare);
    const pending = await this.#options.intents.read();
    // Beyond the journal's end it belongs to a journal that is no more.
    const { cursor, journal } = this.#options;
    if (pending && pending.from === cursor.seq + 1 && pending.to <= journal.durableSeq)
      await this.#withRoom(() => this.#exclusive(() => this.#settle(pending)));
    while (!this.#stopping.signal.aborted) await this.#withRoom(() => this.#nextBatch());
  }

  /** Again for as long as our own files find no room on the disk: that passes, and nothing was moved meanwhile. */
  async #withRoom(work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (this.#stopping.signal.aborted || !isNoSpace(error)) throw error;
        // The insert may be done though the cursor could not be written: it is looked for before it is repeated.
        this.#doubtfulUpTo = Math.max(this.#doubtfulUpTo, this.searchableSeq);
        this.#lastError = messageOf(error);
        await sleep(NO_SPACE_RETRY_DELAY_MS, undefined, { signal: this.#stopping.signal });
      }
    }
  }

  async #nextBatch(): Promise<void> {
    const { journal, cursor, clock } = this.#options;
    if (journal.durableSeq <= cursor.seq) {
      this.#caughtUpAtMs = clock.nowMs();
      await journal.waitFor(cursor.seq + 1, this.#stopping.signal);
      this.#caughtUpAtMs = clock.nowMs();
    }
    if (journal.durableSeq - cursor.seq < this.#batchEvents) {
      await sleep(this.#pace.delayMs(clock.nowMs()), undefined, { signal: this.#stopping.signal });
    }
    await this.#exclusive(() => this.#moveBatch());
  }

  async #moveBatch(): Promise<void> {
    const { journal, cursor, intents, writer, clock, newToken } = this.#options;
    const [readAtMs, durableThen] = [clock.nowMs(), journal.durableSeq];
    const read = await journal.read(cursor.seq, this.#options.maxBatchBytes ?? MAX_BATCH_BYTES, this.#batchEvents);
    if (!read) return;
    const count = read.lastSeq - read.firstSeq + 1;
    const intent: Intent = {
      from: read.firstSeq,
      to: read.lastSeq,
      token: newToken(),
      // While there is more, the merges that follow build the indexes beside the inserts.
      indexed: journal.durableSeq - read.lastSeq < count,
    };
    await intents.write(intent);
    if (intent.from <= this.#doubtfulUpTo) return this.#settle(intent);
    const startMs = clock.nowMs();
    try {
      await writer.insert(intent, read.bytes);
    } catch (error) {
      await this.#recover(intent, error);
      return;
    }
    this.#pace.inserted(startMs, clock.nowMs(), count);
    this.#stats.lastInsertMs = clock.nowMs() - startMs;
    this.#stats.bytes += read.bytes.byteLength;
    await this.#done(intent);
    // Nothing that was durable then is missing now: what waits came later.
    if (intent.to >= durableThen) this.#caughtUpAtMs = readAtMs;
  }

  async #done(intent: Intent): Promise<void> {
    this.#stats.inserts++;
    this.#stats.events += intent.to - intent.from + 1;
    this.#lastError = null;
    this.#poisonInARow = 0;
    const most = this.#options.maxBatchEvents ?? MAX_BATCH_EVENTS;
    this.#batchEvents = Math.min(this.#batchEvents * 2, most);
    await this.#advance(intent.to);
  }

  async #advance(seq: number): Promise<void> {
    this.#searchable.advance(seq);
    await this.#options.cursor.move(seq);
  }

  /** After an insert that was refused, or of which nothing is known. */
  async #recover(intent: Intent, error: unknown): Promise<void> {
    if (await this.#isolate(intent, error)) return;
    this.#note(error);
    await sleep(FIRST_RETRY_DELAY_MS, undefined, { signal: this.#stopping.signal });
    await this.#settle(intent);
  }

  /** Repeats the intent until it is certain that its rows are in. */
  async #settle(intent: Intent): Promise<void> {
    const { journal, writer, prepare } = this.#options;
    const lines = await readRange(journal, intent.from, intent.to);
    let isolated = false;
    await this.#untilDone(async () => {
      await prepare();
      try {
        await writer.repeat(intent, lines);
      } catch (error) {
        isolated = await this.#isolate(intent, error);
        if (!isolated) throw error;
      }
    });
    if (!isolated) await this.#done(intent);
  }

  /**
   * A row that cannot be read keeps its whole batch out: the next batch is half as large, until the row stands alone and is put aside. A block
   * that is too large is halved too. False when it is neither, or when nothing gets in any more.
   */
  async #isolate(intent: Intent, error: unknown): Promise<boolean> {
    const { journal, poison, writer, clock } = this.#options;
    if (!(error instanceof StoreFault)) return false;
    const [rowFault, count] = [isRowFault(error.code), intent.to - intent.from + 1];
    if (!(rowFault || (isSizeFault(error.code) && count > 1)) || this.#poisonInARow >= MAX_POISON_IN_A_ROW)
      return false;
    const rows = await writer.rowsOf(intent).catch(() => undefined);
    if (rows === undefined) return false;
    // Some are in from before: the smaller batches are counted one by one.
    if (rows > 0) this.#doubtfulUpTo = Math.max(this.#doubtfulUpTo, intent.to);
    if (count > 1) {
      this.#batchEvents = Math.max(1, Math.floor(count / 2));
      return true;
    }
    const line = await readRange(journal, intent.from, intent.to);
    await poison.putAside(intent.from, line, error.message, new Date(clock.nowMs()).toISOString());
    this.#poisonInARow++;
    this.#options.onFault(new Error(`Event ${intent.from} was put aside: ${error.message}`));
    await this.#advance(intent.to);
    return true;
  }

  /** Until it resolves, with growing pauses. Only what the engine refuses is tried again. */
  async #untilDone(work: () => Promise<void>): Promise<void> {
    for (let delayMs = FIRST_RETRY_DELAY_MS; ; delayMs = Math.min(delayMs * 2, MAX_RETRY_DELAY_MS)) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof StoreFault)) throw error;
        this.#note(error);
        await sleep(delayMs, undefined, { signal: this.#stopping.signal });
      }
    }
  }

  #note(error: unknown): void {
    if (!(error instanceof StoreFault)) throw error;
    this.#stats.retries++;
    this.#lastError = error.message;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
