import { BATCH_EVENTS, BATCH_LENGTH } from "../limits.ts";
import { LineBuffer } from "../encode/line-buffer.ts";
import type { Batch } from "./batch.ts";
import { PackedBatches } from "./packed-batches.ts";

/** A bot's usual batch fits; larger ones grow. */
const FIRST_CAPACITY_BYTES = 16 * 1024;

/** A report of dropped events is shorter. */
const USUAL_EVENT_BYTES = 2 * 1024;

export interface BatchQueueOptions {
  readonly producer: string;
  /** Bytes that may wait; ordinary events are refused beyond it, audited ones beyond twice as much. */
  readonly maxBytes: number;
  readonly maxEvents?: number;
  readonly maxLength?: number;
  /** Compress what has to wait, where nothing is behind memory. Default false. */
  readonly pack?: boolean;
}

/**
 * Events on their way to the collector. Each gets the next number when it is taken in, so the numbers
 * have no holes: what is refused is refused before it has one.
 */
export class BatchQueue {
  readonly #lead: string;
  readonly #maxBytes: number;
  readonly #maxEvents: number;
  readonly #maxLength: number;
  readonly #sealed: PackedBatches;
  /** The batch that is still growing; used again for each, and as large as the largest was. */
  readonly #open = new LineBuffer(FIRST_CAPACITY_BYTES);
  #openCount = 0;
  #nextSeq = 1;

  constructor(options: BatchQueueOptions) {
    this.#lead = `,"producer":${JSON.stringify(options.producer)},"producer_seq":`;
    this.#maxBytes = options.maxBytes;
    this.#maxEvents = options.maxEvents ?? BATCH_EVENTS;
    this.#maxLength = options.maxLength ?? BATCH_LENGTH;
    this.#sealed = new PackedBatches(options.pack === true ? options.maxBytes / 4 : Number.POSITIVE_INFINITY);
  }

  /** Takes a record's line in; false when there is no room for it. */
  add(line: string, audited: boolean): boolean {
    const room = audited ? 2 * this.#maxBytes : this.#maxBytes;
    const open = this.#open;
    while (this.#sealed.bytes + open.length + line.length > room) if (!this.#sealed.packOne()) return false;
    if (open.length > 0 && open.length + line.length > this.#maxLength) this.#seal();
    open.add(line.slice(0, -1));
    open.add(`${this.#lead}${this.#nextSeq++}}`);
    open.end();
    if (++this.#openCount >= this.#maxEvents) this.#seal();
    return true;
  }

  /** Whether a full batch waits. */
  get hasFull(): boolean {
    return this.#sealed.length > 0;
  }

  /** Events that wait. */
  get pending(): number {
    return this.#nextSeq - (this.#sealed.firstSeq ?? this.#nextSeq - this.#openCount);
  }

  /** The oldest batch; it stays until {@link BatchQueue.shift}. Begins one from what is there. */
  peek(): Batch | undefined {
    if (this.#sealed.length === 0) this.#seal();
    return this.#sealed.first();
  }

  /** Bytes that wait. */
  get bytes(): number {
    return this.#sealed.bytes + this.#open.length;
  }

  /** Whether an ordinary event of usual length would be taken now. */
  get hasRoom(): boolean {
    return this.bytes + USUAL_EVENT_BYTES <= this.#maxBytes;
  }

  /** The highest number given so far. */
  get lastSeq(): number {
    return this.#nextSeq - 1;
  }

  /** All batches, oldest first; of many that are compressed, those that memory has room for. */
  all(): readonly Batch[] {
    this.#seal();
    return this.#sealed.unpacked(2 * this.#maxBytes);
  }

  /** Forgets the oldest batch. */
  shift(): void {
    this.#sealed.shift();
  }

  /** Forgets the batches up to this number. */
  dropThrough(seq: number): void {
    while (this.#sealed.firstEnds <= seq) this.#sealed.shift();
  }

  /** Puts two halves in the place of the oldest batch; false when it is a single event. */
  split(): boolean {
    return this.#sealed.split();
  }

  #seal(): void {
    if (this.#openCount === 0) return;
    const body = this.#open.drain(this.#sealed.takeSpare());
    this.#sealed.push({ firstSeq: this.#nextSeq - this.#openCount, count: this.#openCount, body });
    this.#openCount = 0;
  }
}
