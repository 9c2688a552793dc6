import { setTimeout as sleep } from "node:timers/promises";
import {
  BURST_REST_FACTOR,
  MAX_BATCH_BYTES,
  MAX_BATCH_ENTRIES,
  MAX_BURST_LAG_MS,
  MAX_UNSYNCED_FILES,
  NO_SPACE_RETRY_MS,
  PUBLISH_INTERVAL_MS,
  SYNC_INTERVAL_MS,
} from "./limits.ts";
import type { Trail } from "./trail.ts";
import type { TrailHead } from "./trail-options.ts";
import { isNoSpace } from "./trail-fs.ts";

/** What the sequencer needs of the journal. */
export interface TrailSourceJournal {
  readonly durableSeq: number;
  /** Whole lines after `afterSeq`; undefined when there is nothing new. Rejects for what is gone or damaged. */
  read(
    afterSeq: number,
    maxBytes: number,
    maxEvents: number,
  ): Promise<{ firstSeq: number; lastSeq: number; bytes: Uint8Array } | undefined>;
  /** Until `durableSeq >= seq`. Rejects with the signal's reason. */
  waitFor(seq: number, signal: AbortSignal): Promise<void>;
}

export interface SequencerOptions {
  readonly trail: Trail;
  readonly journal: TrailSourceJournal;
  /** The reader's place in the journal: everything up to it may be forgotten there. */
  readonly cursor: { move(seq: number): Promise<void> };
  /** Monotone milliseconds. */
  readonly nowMs: () => number;
  readonly onFault: (error: Error) => void;
  readonly publishIntervalMs?: number;
  readonly syncIntervalMs?: number;
}

/** `stopped`: ended by a fault that nothing here can mend; `lastError` says which. */
export type SequencerState = "replaying" | "running" | "waiting" | "stopped" | "closed";

/** Moves events from the journal into the trail, in order, and signs heads, until it is stopped or must stop. */
export class Sequencer {
  readonly #options: SequencerOptions;
  readonly #stopping = new AbortController();
  #state: SequencerState = "replaying";
  #lastError: string | null = null;
  #publishedAtMs = Number.NEGATIVE_INFINITY;
  #syncedAtMs: number;
  /** When everything that was durable then was signed. */
  #caughtUpAtMs: number;
  #running: Promise<void> = Promise.resolve();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: SequencerOptions) {
    this.#options = options;
    this.#syncedAtMs = options.nowMs();
    this.#caughtUpAtMs = options.nowMs();
  }

  get state(): SequencerState {
    return this.#state;
  }

  get lastError(): string | null {
    return this.#lastError;
  }

  get head(): TrailHead {
    return this.#options.trail.head;
  }

  /** Taken in and signed up to here, entries or not. */
  get seq(): number {
    return this.#options.trail.seq;
  }

  /** For how long the oldest event that is not signed yet has been waiting, at most. */
  get lagSeconds(): number {
    const { journal, trail, nowMs } = this.#options;
    return trail.seq >= journal.durableSeq ? 0 : Math.max(0, nowMs() - this.#caughtUpAtMs) / 1000;
  }

  start(): void {
    this.#running = this.#run().catch((error: unknown) => {
      if (this.#stopping.signal.aborted) return;
      this.#state = "stopped";
      this.#lastError = messageOf(error);
      this.#options.onFault(error instanceof Error ? error : new Error(String(error)));
    });
  }

  /** Signs what was taken in, syncs, and ends. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    if (this.#state === "running") {
      await this.exclusive(async () => {
        await this.#options.trail.commit();
        await this.#sync();
      }).catch((error: unknown) => this.#options.onFault(error instanceof Error ? error : new Error(String(error))));
    }
    if (this.#state !== "stopped") this.#state = "closed";
  }

  /** Runs `work` between two batches: nothing else touches the trail meanwhile. */
  exclusive<T>(work: (trail: Trail) => Promise<T>): Promise<T> {
    const turn = this.#turn.then(() => work(this.#options.trail));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Everything that is durable in the journal now is in the trail, signed and synced; with the head. */
  async settle(): Promise<TrailHead> {
    const { journal, trail } = this.#options;
    const goal = journal.durableSeq;
    return this.exclusive(async () => {
      while (trail.seq < goal && this.#state === "running") await this.#take(goal);
      await trail.commit();
      await this.#sync();
      return trail.head;
    });
  }

  async #run(): Promise<void> {
    const { trail, journal } = this.#options;
    while (trail.seq < trail.replayTo && !this.#stopping.signal.aborted) await this.#take(trail.replayTo);
    if (this.#stopping.signal.aborted) return;
    await this.#withRoom(() => trail.replayed());
    await this.#withRoom(() => trail.commit().then(() => undefined));
    this.#state = "running";
    while (!this.#stopping.signal.aborted) {
      await this.#gather();
      const [beganAtMs, durableThen] = [this.#options.nowMs(), journal.durableSeq];
      await this.exclusive(async () => {
        const made = trail.seq < journal.durableSeq ? await this.#take(journal.durableSeq) : 0;
        if (made > 0) await this.#withRoom(() => trail.commit().then(() => undefined));
        this.#publishedAtMs = this.#options.nowMs();
        if (trail.seq >= durableThen) this.#caughtUpAtMs = beganAtMs;
        if (this.#mustSync()) await this.#withRoom(() => this.#sync());
      });
      await this.#restInBurst(this.#options.nowMs() - beganAtMs, durableThen);
    }
  }

  /** Nobody waits for the head as urgently as for the events. A backlog without new events is worked off at once. */
  async #restInBurst(workedMs: number, durableThen: number): Promise<void> {
    const { trail, journal } = this.#options;
    const isBurst = journal.durableSeq > durableThen && journal.durableSeq - trail.seq >= MAX_BATCH_ENTRIES;
    if (!isBurst || 1_000 * this.lagSeconds >= MAX_BURST_LAG_MS) return;
    await sleep(BURST_REST_FACTOR * workedMs, undefined, { signal: this.#stopping.signal });
  }

  /** Until something is there, and then until a head is due or a batch is full. */
  async #gather(): Promise<void> {
    const { trail, journal, nowMs, publishIntervalMs = PUBLISH_INTERVAL_MS } = this.#options;
    const { signal } = this.#stopping;
    if (journal.durableSeq <= trail.seq) {
      const wait = Math.max(0, this.#syncedAtMs + this.#syncIntervalMs - nowMs());
      // What lies unsynced is synced in time, whether or not anything comes.
      const patience = trail.seq > trail.syncedSeq ? AbortSignal.any([signal, AbortSignal.timeout(wait)]) : signal;
      await journal.waitFor(trail.seq + 1, patience).catch((error: unknown) => {
        if (signal.aborted || !patience.aborted) throw error;
      });
    }
    const due = this.#publishedAtMs + publishIntervalMs;
    while (journal.durableSeq - trail.seq < MAX_BATCH_ENTRIES && nowMs() < due) {
      const waitMs = Math.min(due - nowMs(), publishIntervalMs / 10);
      await sleep(Math.max(1, waitMs), undefined, { signal });
    }
  }

  /** One batch, not beyond `upTo`. Returns the entries made. */
  async #take(upTo: number): Promise<number> {
    const { trail, journal } = this.#options;
    const count = Math.min(MAX_BATCH_ENTRIES, upTo - trail.seq);
    const lines = await journal.read(trail.seq, MAX_BATCH_BYTES, count);
    if (lines === undefined) throw new Error(`The journal has nothing behind ${trail.seq}, though ${upTo} was durable`);
    return trail.take(lines.bytes, lines.lastSeq);
  }

  get #syncIntervalMs(): number {
    return this.#options.syncIntervalMs ?? SYNC_INTERVAL_MS;
  }

  #mustSync(): boolean {
    const { trail, nowMs } = this.#options;
    if (trail.unsyncedFiles >= MAX_UNSYNCED_FILES) return true;
    return trail.seq > trail.syncedSeq && nowMs() - this.#syncedAtMs >= this.#syncIntervalMs;
  }

  async #sync(): Promise<void> {
    const { trail, cursor, nowMs } = this.#options;
    await trail.sync();
    this.#syncedAtMs = nowMs();
    await cursor.move(trail.syncedSeq);
  }

  /** A full disk passes, and nothing was signed meanwhile. */
  async #withRoom(work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await work();
        if (this.#state === "waiting") this.#state = "running";
        this.#lastError = null;
        return;
      } catch (error) {
        if (!isNoSpace(error)) throw error;
        this.#lastError = messageOf(error);
        if (this.#state === "running") this.#state = "waiting";
        await sleep(NO_SPACE_RETRY_MS, undefined, { signal: this.#stopping.signal });
      }
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
