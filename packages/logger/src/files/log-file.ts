import type { EventKind } from "../core/event-kinds.ts";
import {
  FILE_BLOCK_MS,
  FILE_BLOCK_STEP_MS,
  FILE_BUFFER_LENGTH,
  FILE_CHUNK_LENGTH,
  FILE_OVERDUE_MS,
  FILE_RETRY_MS,
  FILE_SETTLE_MS,
} from "../limits.ts";
import type { AppendFile } from "./append-file.ts";
import type { CurrentFileOptions } from "./current-file.ts";
import { CurrentFile } from "./current-file.ts";
import type { DayClock } from "./day-clock.ts";
import type { Chunk } from "./line-queue.ts";
import { LineQueue, chunkFrom } from "./line-queue.ts";
import type { OverflowPolicy } from "./overflow.ts";
import { DEFAULT_OVERFLOW } from "./overflow.ts";
import { sleepSync } from "./sleep-sync.ts";

export interface LogFileOptions extends CurrentFileOptions {
  /** Whether lines of a new day begin a new file. */
  readonly byDay: boolean;
  /** By the rank of a level. */
  readonly overflow: ReadonlyMap<number, OverflowPolicy>;
  /** Lines were given up while the disk could not be written, told when it can be again. */
  readonly onDropped: (count: number, audited: number) => void;
}

/** A write that the kernel has not confirmed yet. */
interface Flight {
  readonly chunk: Chunk;
  readonly file: AppendFile;
  /** Size of the file before the write began. */
  readonly sizeBefore: number;
  /** Found complete by looking at the file, before its callback came. */
  settled: boolean;
  /** Not found in time, and not to be looked for again before that time of `performance.now()`. */
  overdueUntilMs: number;
}

/**
 * The lines of one log file. They gather to large texts that are appended one at a time without blocking;
 * their order is kept also when the end of the process forces a synchronous write.
 */
export class LogFile {
  readonly #options: LogFileOptions;
  /** Says the day of a line when days matter. */
  readonly #days: DayClock | undefined;
  readonly #queue: LineQueue;
  readonly #current: CurrentFile;
  #flight: Flight | undefined;
  #retry: NodeJS.Timeout | undefined;
  #error: unknown;
  #waiting: (() => void)[] = [];
  #blockedMs = 0;
  #dropped = 0;
  #droppedAudited = 0;

  constructor(options: LogFileOptions) {
    this.#options = options;
    this.#days = options.byDay ? options.clock : undefined;
    this.#queue = new LineQueue(Math.min(FILE_CHUNK_LENGTH, options.maxSizeBytes));
    this.#current = new CurrentFile(options);
  }

  /** Takes a line without newline. */
  add(line: string, kind: EventKind): void {
    if (this.#queue.length > FILE_BUFFER_LENGTH && !this.#makeRoom(kind)) return;
    const days = this.#days;
    this.#queue.add(line, kind.audited, days === undefined ? "" : days.today());
  }

  /** Begins to write what has gathered, if nothing is being written. */
  pump(): void {
    if (this.#flight !== undefined || this.#retry !== undefined) return;
    const chunk = this.#queue.take();
    if (chunk === undefined) return this.#idle();
    try {
      this.#launch({ chunk, ...this.#current.prepare(chunk), settled: false, overdueUntilMs: 0 });
    } catch (error) {
      this.#failed(error, chunk);
    }
  }

  /** Resolves when all lines are with the kernel, or when writing fails. */
  async flush(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.pump();
      if (this.#retry !== undefined) this.#idle();
    });
  }

  /**
   * Writes everything before it returns. Whether that succeeded. `last`: the process ends right after, so a write that
   * does not come to its end is done again, at the risk of having lines twice.
   */
  flushSync(last = false): boolean {
    if (!this.#settle(last)) return false;
    for (let chunk = this.#queue.take(); chunk !== undefined; chunk = this.#queue.take()) {
      try {
        const { file, sizeBefore } = this.#current.prepare(chunk);
        this.#landed(chunk, file, sizeBefore, file.writeSync(chunk.bytes));
      } catch (error) {
        this.#failed(error, chunk);
        return false;
      }
    }
    this.#recovered();
    return true;
  }

  /** Brings everything written before to the disk. Throws when it cannot. */
  syncDurable(): void {
    if (!this.flushSync()) {
      if (this.#retry !== undefined) throw this.#error;
      throw new Error(`the disk takes longer than ${FILE_SETTLE_MS} ms`);
    }
    this.#current.syncDurable();
  }

  close(): void {
    this.flushSync();
    if (this.#retry !== undefined) clearTimeout(this.#retry);
    this.#current.close();
  }

  #launch(flight: Flight): void {
    this.#flight = flight;
    const { chunk, file, sizeBefore } = flight;
    file.write(chunk.bytes, (error, written) => {
      if (flight.settled) return this.pump();
      this.#flight = undefined;
      if (error !== null) return this.#failed(error, chunk);
      this.#landed(chunk, file, sizeBefore, written);
      this.#recovered();
      this.pump();
    });
  }

  /** Waits until the write under way is in the file, so that what follows stands behind it. Whether it is. */
  #settle(last: boolean): boolean {
    const flight = this.#flight;
    if (flight === undefined) return true;
    const isOverdue = flight.overdueUntilMs > 0;
    if (isOverdue && !last && performance.now() < flight.overdueUntilMs) return false;
    const { chunk, file, sizeBefore } = flight;
    let written: number;
    try {
      written = file.landedSoFar(chunk.bytes, sizeBefore);
      for (let waited = 0; written < chunk.bytes.length && !isOverdue && waited < FILE_SETTLE_MS; waited++) {
        sleepSync(1);
        written = file.landedSoFar(chunk.bytes, sizeBefore);
      }
    } catch (error) {
      this.#options.onFault(error);
      written = 0;
    }
    if (written < chunk.bytes.length && !last) {
      flight.overdueUntilMs = performance.now() + FILE_OVERDUE_MS;
      return false;
    }
    flight.settled = true;
    this.#flight = undefined;
    this.#landed(chunk, file, sizeBefore, written);
    return true;
  }

  /** So much of the chunk is written: what of it does not count, or is missing, is to be written again. */
  #landed(chunk: Chunk, file: AppendFile, sizeBefore: number, written: number): void {
    const bytes = chunk.bytes.subarray(0, written);
    let isVoid = false;
    try {
      isVoid = written > 0 && file.settle(bytes, sizeBefore) === "void";
    } catch (error) {
      // The bytes are written; only what became of them cannot be looked at.
      this.#options.onFault(error);
    }
    const kept = isVoid ? 0 : bytes.lastIndexOf(0x0a) + 1;
    if (kept < chunk.bytes.length) this.#queue.putBack(chunkFrom(chunk, kept));
    // Opened anew, so that it is found where the lines belong now.
    if (isVoid) this.#current.close();
  }

  /** Decides about a line for which there is no room; true when there is room again. */
  #makeRoom(kind: EventKind): boolean {
    const fits = (): boolean => this.#queue.length <= FILE_BUFFER_LENGTH;
    // The program logs faster than its event loop turns: this call pays for the writing.
    if (this.#retry === undefined && this.flushSync()) return true;
    const policy = this.#options.overflow.get(kind.rank) ?? DEFAULT_OVERFLOW;
    if (policy === "block" && this.#block()) return true;
    if (kind.audited) {
      if (this.#queue.length <= 2 * FILE_BUFFER_LENGTH) return true;
      this.#dropped += this.#queue.evict(2 * FILE_BUFFER_LENGTH);
      if (this.#queue.length <= 2 * FILE_BUFFER_LENGTH) return true;
      this.#droppedAudited++;
    } else if (policy === "drop-oldest") {
      this.#dropped += this.#queue.evict(FILE_BUFFER_LENGTH);
      if (fits()) return true;
    }
    this.#dropped++;
    return false;
  }

  /** Waits for the disk, all calls together for a bounded time, until it takes lines again. */
  #block(): boolean {
    while (this.#blockedMs < FILE_BLOCK_MS) {
      sleepSync(FILE_BLOCK_STEP_MS);
      this.#blockedMs += FILE_BLOCK_STEP_MS;
      if (this.flushSync()) return true;
    }
    return false;
  }

  #failed(error: unknown, chunk: Chunk): void {
    this.#queue.putBack(chunk);
    this.#error = error;
    this.#current.close();
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      this.pump();
    }, FILE_RETRY_MS).unref();
    this.#options.onFault(error);
    this.#idle();
  }

  #recovered(): void {
    this.#blockedMs = 0;
    if (this.#dropped === 0) return;
    const count = this.#dropped;
    const audited = this.#droppedAudited;
    this.#dropped = 0;
    this.#droppedAudited = 0;
    this.#options.onDropped(count, audited);
  }

  #idle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
