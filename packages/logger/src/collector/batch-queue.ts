import { BATCH_EVENTS, BATCH_LENGTH } from "../limits.ts";
import { LineBuffer } from "../encode/line-buffer.ts";

/** A bot's usual batch fits; larger ones grow. */
const FIRST_CAPACITY_BYTES = 16 * 1024;

/** A report of dropped events is shorter. */
const USUAL_EVENT_BYTES = 2 * 1024;

/** Events that travel in one request. The bytes never change once it is made: a retry sends the same. */
export interface Batch {
  readonly firstSeq: number;
  readonly count: number;
  /** NDJSON, UTF-8, each line with producer and producer_seq. */
  readonly body: Buffer;
}

export interface BatchQueueOptions {
  readonly producer: string;
  /** Bytes that may wait; ordinary events are refused beyond it, audited ones beyond twice as much. */
  readonly maxBytes: number;
  readonly maxEvents?: number;
  readonly maxLength?: number;
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
  readonly #sealed: Batch[] = [];
  #sealedBytes = 0;
  /** The batch that is still growing; used again for each, and as large as the largest was. */
  readonly #open = new LineBuffer(FIRST_CAPACITY_BYTES);
  #openCount = 0;
  #nextSeq = 1;

  constructor(options: BatchQueueOptions) {
    this.#lead = `,"producer":${JSON.stringify(options.producer)},"producer_seq":`;
    this.#maxBytes = options.maxBytes;
    this.#maxEvents = options.maxEvents ?? BATCH_EVENTS;
    this.#maxLength = options.maxLength ?? BATCH_LENGTH;
  }

  /** Takes a record's line in; false when there is no room for it. */
  add(line: string, audited: boolean): boolean {
    const room = audited ? 2 * this.#maxBytes : this.#maxBytes;
    const open = this.#open;
    if (this.#sealedBytes + open.length + line.length > room) return false;
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
    return this.#nextSeq - (this.#sealed[0]?.firstSeq ?? this.#nextSeq - this.#openCount);
  }

  /** The oldest batch; it stays until {@link BatchQueue.shift}. Begins one from what is there. */
  peek(): Batch | undefined {
    if (this.#sealed.length === 0) this.#seal();
    return this.#sealed[0];
  }

  /** Bytes that wait. */
  get bytes(): number {
    return this.#sealedBytes + this.#open.length;
  }

  /** Whether an ordinary event of usual length would be taken now. */
  get hasRoom(): boolean {
    return this.bytes + USUAL_EVENT_BYTES <= this.#maxBytes;
  }

  /** The highest number given so far. */
  get lastSeq(): number {
    return this.#nextSeq - 1;
  }

  /** All batches, oldest first. */
  all(): readonly Batch[] {
    this.#seal();
    return [...this.#sealed];
  }

  /** Forgets the oldest batch. */
  shift(): void {
    const batch = this.#sealed.shift();
    if (batch !== undefined) this.#sealedBytes -= batch.body.length;
  }

  /** Forgets the batches up to this number. */
  dropThrough(seq: number): void {
    for (;;) {
      const batch = this.#sealed[0];
      if (batch === undefined || batch.firstSeq + batch.count - 1 > seq) return;
      this.shift();
    }
  }

  /** Puts two halves in the place of the oldest batch; false when it is a single event. */
  split(): boolean {
    return splitFirst(this.#sealed);
  }

  #seal(): void {
    if (this.#openCount === 0) return;
    const body = this.#open.drain();
    this.#sealed.push({ firstSeq: this.#nextSeq - this.#openCount, count: this.#openCount, body });
    this.#sealedBytes += body.length;
    this.#openCount = 0;
  }
}

/** Puts two halves in the place of the first batch; false when it is a single event or there is none. */
export function splitFirst(batches: Batch[]): boolean {
  const [batch] = batches;
  if (batch === undefined || batch.count < 2) return false;
  const { firstSeq, count, body } = batch;
  const half = count >> 1;
  let at = 0;
  for (let i = 0; i < half; i++) at = body.indexOf(0x0a, at) + 1;
  batches.splice(
    0,
    1,
    { firstSeq, count: half, body: body.subarray(0, at) },
    { firstSeq: firstSeq + half, count: count - half, body: body.subarray(at) },
  );
  return true;
}
