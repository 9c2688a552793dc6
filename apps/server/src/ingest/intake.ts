import { DaybookError } from "@daybook/protocol";
import type { Door, IncomingRecord } from "@daybook/protocol";
import type { Gap } from "./admission.ts";
import type { BodyPieces } from "./body-pieces.ts";
import type { CountedReply } from "./ingest-api.ts";
import { MAX_SLICES_IN_FLIGHT, SLICE_BYTES, SLICE_EVENTS, SLICE_MS } from "./limits.ts";
import { readEvent } from "./read-event.ts";
import type { Candidate, LineCount } from "./read-event.ts";
import { Rejections } from "./rejections.ts";
import type { SeqRange, SliceWriter } from "./slice-writer.ts";

/** What one request needs of the room. */
export interface IntakeRoom {
  writer: SliceWriter;
  nowMs(): number;
  /** A door with the receive time of now. */
  openDoor(): Door;
  gapRecord(gap: Gap): IncomingRecord;
}

/** What is special about one request. */
export interface IntakeOptions {
  count?: LineCount | undefined;
  /** Gives ids to events that bring none. */
  deriveId?: ((candidate: Candidate) => void) | undefined;
}

/** Looked at the clock once in so many events. */
const CLOCK_EVERY = 16;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Takes one body slice by slice: each is parsed, decided on and appended, then other requests get a turn. The disk
 * writes one slice while the next is parsed.
 */
export class Intake {
  readonly #room: IntakeRoom;
  readonly #options: IntakeOptions;
  readonly #rejections = new Rejections();
  #accepted = 0;
  #duplicates = 0;
  #gaps = 0;
  #firstSeq: number | null = null;
  #lastSeq: number | null = null;
  /** Oldest first. */
  #inFlight: Promise<SeqRange | undefined>[] = [];

  constructor(room: IntakeRoom, options: IntakeOptions) {
    this.#room = room;
    this.#options = options;
  }

  get gaps(): number {
    return this.#gaps;
  }

  async run(pieces: BodyPieces): Promise<CountedReply> {
    let found = 0;
    try {
      for (let slice = this.#readSlice(pieces); slice.length > 0; slice = this.#readSlice(pieces)) {
        found += slice.length;
        await this.#write(slice);
        await turn();
      }
      while (this.#inFlight.length > 0) await this.#settleOldest();
    } catch (error) {
      // The caller will send all of it again: not before it is known what became of the parts under way.
      await Promise.allSettled(this.#inFlight);
      throw error;
    }
    if (found === 0) throw new DaybookError("DAYBOOK_INGEST_EMPTY", "the body holds no event");
    return {
      accepted: this.#accepted,
      duplicates: this.#duplicates,
      rejected: this.#rejections.listed,
      first_seq: this.#firstSeq,
      last_seq: this.#lastSeq,
      rejected_count: this.#rejections.count,
    };
  }

  #readSlice(pieces: BodyPieces): Candidate[] {
    const door = this.#room.openDoor();
    const { count, deriveId } = this.#options;
    const deadlineMs = performance.now() + SLICE_MS;
    const slice: Candidate[] = [];
    let bytes = 0;
    while (slice.length < SLICE_EVENTS && bytes < SLICE_BYTES) {
      if (slice.length % CLOCK_EVERY === CLOCK_EVERY - 1 && performance.now() > deadlineMs) break;
      const next = pieces.next();
      if (next.done) break;
      const candidate = readEvent(next.value, door, count);
      if (candidate.rejection) this.#rejections.add(candidate.rejection);
      deriveId?.(candidate);
      slice.push(candidate);
      bytes += next.value.text === undefined ? 0 : next.value.bytes;
    }
    return slice;
  }

  async #write(slice: readonly Candidate[]): Promise<void> {
    for (;;) {
      const written = this.#room.writer.write(slice, this.#room.nowMs(), (gap) => this.#room.gapRecord(gap));
      if (written.refused) {
        // Our own earlier slices may fill the queue: wait for one, then decide anew.
        const error: unknown = await written.durable.catch((reason: unknown) => reason);
        if (!isBusy(error) || this.#inFlight.length === 0) throw error;
        await this.#settleOldest();
        continue;
      }
      // Looked at when its turn comes.
      written.durable.catch(() => undefined);
      this.#inFlight.push(written.durable);
      this.#accepted += written.accepted;
      this.#duplicates += written.duplicates;
      this.#gaps += written.gaps;
      if (this.#inFlight.length >= MAX_SLICES_IN_FLIGHT) await this.#settleOldest();
      return;
    }
  }

  async #settleOldest(): Promise<void> {
    const range = await this.#inFlight[0];
    void this.#inFlight.shift();
    if (!range) return;
    this.#firstSeq ??= range.firstSeq;
    this.#lastSeq = range.lastSeq;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof DaybookError && error.code === "DAYBOOK_JOURNAL_BUSY";
}
