import type { SinkHost } from "../core/sink.ts";
import { SPOOL_AFTER_MS, SPOOL_BEAT_MS } from "../limits.ts";
import type { Spool } from "../spool/spool.ts";
import { SpoolGroup } from "../spool/spool-group.ts";
import type { Batch } from "./batch.ts";
import type { BatchQueue } from "./batch-queue.ts";
import { splitFirst } from "./batch.ts";
import type { LastingQueue } from "./event-queue.ts";
import { describeFailure } from "./http-post.ts";
import type { SaveCause, SpoolHealthOptions } from "./spool-health.ts";
import { SpoolHealth } from "./spool-health.ts";

export interface SpooledQueueOptions extends SpoolHealthOptions {
  readonly memory: BatchQueue;
  /** Whether a call returns only when an audited event, and what was before it, has been written. */
  readonly spoolAudited: boolean;
  /** The directory of the spools of a program. */
  readonly dirOf: (host: SinkHost) => string;
}

/**
 * A queue in memory with a spool behind it. What the destination has not acknowledged after a moment,
 * what memory has no room for and what is left at the end goes to disk. Disk is always older than
 * memory. Spools that dead processes left come first.
 */
export class SpooledQueue implements LastingQueue {
  readonly #options: SpooledQueueOptions;
  readonly #memory: BatchQueue;
  readonly #health: SpoolHealth;
  readonly #spillBytes: number;
  #group: SpoolGroup | undefined;
  #wake: () => void = () => {};
  opened: Promise<void> = Promise.resolve();
  /** What others left goes first: until it is known nothing is sent. */
  #isOpening = false;
  #adopted: Spool[] = [];
  /** Of the spool that is being sent: the batch that comes next and its other half. */
  #pieces: Batch[] = [];
  /** Whose they are; undefined: this process's own. */
  #source: Spool | undefined;
  #ackedSeq = 0;
  /** Highest own number on disk. */
  #savedSeq = 0;
  /** The newest number when the timer last looked. */
  #seenSeq = 0;
  #timer: NodeJS.Timeout | undefined;
  #beat: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: SpooledQueueOptions) {
    this.#options = options;
    this.#memory = options.memory;
    this.#health = new SpoolHealth(options);
    this.#spillBytes = options.maxMemoryBytes / 2;
  }

  open(host: SinkHost, wake: () => void): void {
    this.#health.host = host;
    this.#wake = wake;
    try {
      this.#group = new SpoolGroup(this.#options.dirOf(host), this.#options.nowMs, ({ path, bytes }) =>
        this.#health.say(`${bytes} bytes of ${path} are damaged and were skipped`),
      );
    } catch (error) {
      return this.#health.failed(error);
    }
    this.#isOpening = true;
    this.opened = this.#adopt().then(() => {
      this.#isOpening = false;
      this.#wake();
    });
    this.#beat = setInterval(() => void this.#adopt(), SPOOL_BEAT_MS).unref();
  }

  add(line: string, audited: boolean): boolean {
    const memory = this.#memory;
    if (!memory.add(line, audited)) {
      this.#save("spill");
      if (!memory.add(line, audited)) return false;
    }
    if (audited && this.#options.spoolAudited) this.#save("audited");
    else if (memory.bytes > this.#spillBytes) void this.#saveLater();
    this.#timer ??= setTimeout(() => this.#look(), SPOOL_AFTER_MS).unref();
    return true;
  }

  get pending(): number {
    const left = this.#source === undefined ? 0 : (this.#pieces[0]?.count ?? 0);
    return this.#memory.lastSeq - this.#ackedSeq + left + this.#adopted.length;
  }

  get hasRoom(): boolean {
    return this.#memory.hasRoom;
  }

  get hasFull(): boolean {
    return this.#pieces.length > 0 || this.#memory.hasFull || this.#adopted.length > 0 || this.#hasOwnOnDisk;
  }

  get unsaved(): number {
    return this.#memory.lastSeq - Math.max(this.#savedSeq, this.#ackedSeq);
  }

  peek(): Batch | undefined | Promise<Batch | undefined> {
    if (this.#pieces.length > 0) return this.#pieces[0];
    if (this.#isOpening) return this.opened.then(() => this.#peekDisk());
    if (this.#adopted.length === 0 && !this.#hasOwnOnDisk) return this.#take(this.#memory.peek(), undefined);
    return this.#peekDisk();
  }

  all(): readonly Batch[] {
    if (this.#source !== undefined || this.#adopted.length > 0 || this.#hasOwnOnDisk) return [];
    const last = this.#pieces.at(-1);
    const from = last === undefined ? 0 : last.firstSeq + last.count;
    this.#pieces.push(...this.#memory.all().filter((batch) => batch.firstSeq >= from));
    return [...this.#pieces];
  }

  shift(): void {
    const piece = this.#pieces.shift();
    if (piece === undefined) return;
    const last = piece.firstSeq + piece.count - 1;
    const source = this.#source;
    if (source !== undefined) {
      source.ack(last);
      if (this.#pieces.length === 0) this.#source = undefined;
      return;
    }
    this.#ackedSeq = last;
    this.#memory.dropThrough(last);
    this.#group?.own.ack(last);
  }

  split(): boolean {
    return splitFirst(this.#pieces);
  }

  saveSync(): void {
    this.#save("end");
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#beat);
    if (this.#group === undefined) return;
    try {
      for (const spool of [this.#group.own, ...this.#adopted]) spool.close();
      this.#group.release();
    } catch (error) {
      this.#health.failed(error);
    }
  }

  get #hasOwnOnDisk(): boolean {
    return this.#savedSeq > this.#ackedSeq && this.#group?.own.hasMore === true;
  }

  async #peekDisk(): Promise<Batch | undefined> {
    while (!this.#isClosed) {
      const adopted = this.#adopted[0];
      const spool = adopted ?? (this.#hasOwnOnDisk ? this.#group?.own : undefined);
      if (spool === undefined) return this.#take(this.#memory.peek(), undefined);
      const batch = await this.#nextOf(spool);
      if (batch !== undefined) return this.#take(batch, adopted);
      if (adopted !== undefined) this.#adopted.shift()?.close();
    }
    return undefined;
  }

  #take(batch: Batch | undefined, source: Spool | undefined): Batch | undefined {
    this.#source = batch === undefined ? undefined : source;
    if (batch !== undefined) this.#pieces = [batch];
    return batch;
  }

  async #nextOf(spool: Spool): Promise<Batch | undefined> {
    try {
      return await spool.next();
    } catch (error) {
      if (this.#isClosed) return undefined;
      this.#health.say(`the spool ${spool.dir} cannot be read (${describeFailure(error)}); what it holds stays there`);
      spool.giveUp();
      return undefined;
    }
  }

  /** What was there at the last look and is not acknowledged yet goes to disk, and what came since with it. */
  #look(): void {
    this.#timer = undefined;
    const { lastSeq } = this.#memory;
    if (this.#ackedSeq < this.#seenSeq) void this.#saveLater();
    this.#seenSeq = lastSeq;
    if (this.unsaved > 0) this.#timer = setTimeout(() => this.#look(), SPOOL_AFTER_MS).unref();
  }

  /** Brings what waits in memory to disk, beside the program. Never rejects. */
  async #saveLater(): Promise<void> {
    const own = this.#group?.own;
    if (own === undefined || own.isWriting || !this.#mayWrite("spill")) return;
    const batches = this.#memory.all();
    const { lastSeq } = this.#memory;
    if (batches.length === 0) return;
    try {
      this.#group?.register();
      await own.append(batches);
      this.#saved(lastSeq);
    } catch (error) {
      this.#health.failed(error);
    }
  }

  #save(cause: SaveCause): void {
    const own = this.#group?.own;
    if (own === undefined || !this.#mayWrite(cause)) return;
    const underWay = own.underWayThrough;
    const batches = this.#memory.all().filter((batch) => batch.firstSeq > underWay);
    if (batches.length === 0 && underWay === 0) return;
    try {
      this.#group?.register();
      own.appendSync(batches);
      this.#saved(this.#memory.lastSeq);
    } catch (error) {
      this.#health.failed(error);
    }
  }

  #saved(seq: number): void {
    this.#health.worked();
    this.#savedSeq = Math.max(this.#savedSeq, seq);
    this.#memory.dropThrough(seq);
  }

  #mayWrite(cause: SaveCause): boolean {
    const onDisk = this.#adopted.reduce((sum, spool) => sum + spool.bytes, this.#group?.own.bytes ?? 0);
    return this.#health.mayWrite(cause, onDisk + this.#memory.bytes);
  }

  async #adopt(): Promise<void> {
    try {
      const found = (await this.#group?.adopt()) ?? [];
      if (found.length === 0) return;
      this.#adopted.push(...found);
      if (!this.#isOpening) this.#wake();
    } catch (error) {
      this.#health.failed(error);
    }
  }
}
