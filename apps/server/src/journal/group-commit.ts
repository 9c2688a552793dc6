import { DaybookError } from "@daybook/protocol";
import type { Batch } from "./active-segment.ts";
import { checksum } from "./format.ts";
import { MAX_APPEND_BYTES, MAX_COMMIT_BYTES, TARGET_BATCH_BYTES } from "./limits.ts";

/** Where groups go. */
export interface CommitTarget {
  /**
   * Makes the batches durable, all or none. Rejects with DAYBOOK_JOURNAL_FULL when nothing was kept and
   * the same numbers may be used again; any other error means that nobody knows, and stops the journal.
   */
  commit(batches: readonly Batch[]): Promise<void>;
  /** The group is durable; called before its callers are told. Must not throw. */
  committed(batches: readonly Batch[]): void;
  /** Nothing can be written any more. Called once. */
  failed(error: DaybookError): void;
}

interface Waiting {
  firstSeq: number;
  lastSeq: number;
  bytes: Buffer;
  resolve: (range: { firstSeq: number; lastSeq: number }) => void;
  reject: (error: Error) => void;
}

const NEWLINE = 10;

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}

/** Joins small appends into batches; an append is never split over two. */
function toBatches(group: readonly Waiting[]): Batch[] {
  const batches: Batch[] = [];
  let from = 0;
  let size = 0;
  for (let i = 0; i < group.length; i++) {
    size += (group[i] as Waiting).bytes.byteLength;
    if (size < TARGET_BATCH_BYTES && i < group.length - 1) continue;
    const parts = group.slice(from, i + 1).map((waiting) => waiting.bytes);
    const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, size);
    const { firstSeq } = group[from] as Waiting;
    batches.push({ firstSeq, lastSeq: (group[i] as Waiting).lastSeq, bytes, crc: checksum([bytes]) });
    from = i + 1;
    size = 0;
  }
  return batches;
}

/**
 * Gives numbers and collects appends: while one group is on its way to the disk, the next gathers, and all
 * of it goes with one write and one fdatasync. Numbers of appends that did not become durable are given
 * again, so that the sequence has no holes.
 */
export class GroupCommit {
  readonly #target: CommitTarget;
  readonly #maxPendingBytes: number;
  #queue: Waiting[] = [];
  #pendingBytes = 0;
  #lastSeq: number;
  #durableSeq: number;
  #running: Promise<void> | undefined;
  #failure: DaybookError | undefined;

  constructor(target: CommitTarget, lastSeq: number, maxPendingBytes: number) {
    this.#target = target;
    this.#lastSeq = lastSeq;
    this.#durableSeq = lastSeq;
    this.#maxPendingBytes = maxPendingBytes;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  get durableSeq(): number {
    return this.#durableSeq;
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  get failure(): DaybookError | undefined {
    return this.#failure;
  }

  /** Throws instead of giving a number; the promise rejects when the numbers given were taken back. */
  append(count: number, encode: (firstSeq: number) => string | Buffer): Promise<{ firstSeq: number; lastSeq: number }> {
    if (this.#failure) throw this.#failure;
    if (this.#pendingBytes >= this.#maxPendingBytes) {
      throw new DaybookError("DAYBOOK_JOURNAL_BUSY", `${this.#pendingBytes} bytes wait for the disk`, {
        limit: this.#maxPendingBytes,
        retry_after_s: 1,
      });
    }
    const firstSeq = this.#lastSeq + 1;
    const lastSeq = this.#lastSeq + count;
    if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`An append of ${count} events`);
    if (!Number.isSafeInteger(lastSeq)) throw new RangeError("The journal has no numbers left");
    const encoded = encode(firstSeq);
    const bytes = typeof encoded === "string" ? Buffer.from(encoded) : encoded;
    if (bytes.byteLength > MAX_APPEND_BYTES) {
      throw new RangeError(`An append of ${bytes.byteLength} bytes; at most ${MAX_APPEND_BYTES}`);
    }
    // A wrong count would shift every later number: the one mistake that no checksum finds.
    if (bytes.at(-1) !== NEWLINE || countLines(bytes) !== count) {
      throw new RangeError(`The lines of an append are not the ${count} announced`);
    }
    this.#lastSeq = lastSeq;
    this.#pendingBytes += bytes.byteLength;
    return new Promise((resolve, reject) => {
      this.#queue.push({ firstSeq, lastSeq, bytes, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#running;
  }

  /** Refuses everything from now on, and what waits. */
  fail(error: DaybookError): void {
    if (this.#failure) return;
    this.#failure = error;
    this.#refuse([], error);
    this.#target.failed(error);
  }

  async #run(): Promise<void> {
    // Requests that arrive in the same turn of the event loop share the first group.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) await this.#commitNext();
    this.#running = undefined;
  }

  #take(): Waiting[] {
    let size = 0;
    let count = 0;
    for (const { bytes } of this.#queue) {
      if (count > 0 && size + bytes.byteLength > MAX_COMMIT_BYTES) break;
      size += bytes.byteLength;
      count++;
    }
    return count === this.#queue.length ? this.#queue.splice(0) : this.#queue.splice(0, count);
  }

  async #commitNext(): Promise<void> {
    const group = this.#take();
    const batches = toBatches(group);
    try {
      await this.#target.commit(batches);
    } catch (error) {
      if (error instanceof DaybookError && error.code === "DAYBOOK_JOURNAL_FULL") this.#refuse(group, error);
      else {
        const failure = asFailure(error);
        this.#refuse(group, failure);
        this.fail(failure);
      }
      return;
    }
    for (const { bytes } of group) this.#pendingBytes -= bytes.byteLength;
    this.#durableSeq = (group.at(-1) as Waiting).lastSeq;
    this.#target.committed(batches);
    for (const { firstSeq, lastSeq, resolve } of group) resolve({ firstSeq, lastSeq });
  }

  /** Everything after the last durable number is taken back, what waits behind the group as well. */
  #refuse(group: readonly Waiting[], error: Error): void {
    const all = [...group, ...this.#queue.splice(0)];
    for (const { bytes } of all) this.#pendingBytes -= bytes.byteLength;
    this.#lastSeq = this.#durableSeq;
    for (const { reject } of all) reject(error);
  }
}

function asFailure(error: unknown): DaybookError {
  if (error instanceof DaybookError) return error;
  const cause = error instanceof Error ? error.message : String(error);
  return new DaybookError("DAYBOOK_JOURNAL_FAILED", `The journal could not be written: ${cause}`, {}, { cause: error });
}
