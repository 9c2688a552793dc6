import type { IncomingRecord } from "@daybook/protocol";
import type { Producers, ProducerState } from "./producers.ts";
import { isFileProducer } from "./producers.ts";
import type { Candidate } from "./read-event.ts";
import type { RememberedIds } from "./remembered-ids.ts";

/** A hole in a producer's count, both ends included. */
export interface Gap {
  producer: string;
  from: number;
  to: number;
  /** Nothing was known of this producer before: either its beginning was lost, or it was forgotten. */
  firstContact: boolean;
}

/** What a slice of a request came to. */
export interface Admitted {
  /** To be written, in order, gaps before the event that showed them. */
  records: IncomingRecord[];
  accepted: number;
  duplicates: number;
  /** Appends under way that hold the originals of duplicates: acknowledge only after them. */
  originals: Set<Promise<unknown>>;
}

interface Touched {
  state: ProducerState;
  before: number;
  isNew: boolean;
}

/**
 * Decides for each event of a slice whether it is new. The decision changes what is known of producers and
 * ids at once, so that the next slice of anybody sees it; exactly one of `appended` or `undo` must follow
 * before anybody else is served.
 */
export class Admission implements Admitted {
  readonly records: IncomingRecord[] = [];
  accepted = 0;
  duplicates = 0;
  readonly originals = new Set<Promise<unknown>>();
  gaps = 0;
  readonly #producers: Producers;
  readonly #ids: RememberedIds;
  readonly #nowMs: number;
  readonly #gapRecord: (gap: Gap) => IncomingRecord;
  readonly #touched: Touched[] = [];
  readonly #newIds: string[] = [];
  #last: ProducerState | undefined;

  constructor(
    known: { producers: Producers; ids: RememberedIds },
    nowMs: number,
    gapRecord: (gap: Gap) => IncomingRecord,
  ) {
    this.#producers = known.producers;
    this.#ids = known.ids;
    this.#nowMs = nowMs;
    this.#gapRecord = gapRecord;
  }

  add(candidate: Candidate): void {
    const { record, seen } = candidate;
    if (!record) {
      if (seen) this.#addSeen(seen);
      return;
    }
    const { producer, producer_seq: seq } = record;
    const isNew =
      producer !== undefined && seq !== undefined
        ? this.#isNewNumber(producer, seq)
        : !candidate.ownId || this.#isNewId(record.id);
    if (!isNew) {
      this.duplicates++;
      return;
    }
    this.records.push(record);
    this.accepted++;
  }

  #isNewNumber(producer: string, seq: number): boolean {
    const state = this.#stateOf(producer);
    if (seq <= state.highest) {
      if (seq > state.durable && state.lastAppend) this.originals.add(state.lastAppend);
      return false;
    }
    // Counts begin at 1, or at 0.
    const next = Math.max(state.highest, 0) + 1;
    if (seq > next && !isFileProducer(producer)) {
      this.gaps++;
      const firstContact = state.highest < 0;
      this.records.push(this.#gapRecord({ producer, from: next, to: seq - 1, firstContact }));
    }
    state.highest = seq;
    return true;
  }

  /** Only the next number: a spoilt line must not be able to make the producer's later events look old. */
  #addSeen({ producer, seq }: { producer: string; seq: number }): void {
    if (seq !== Math.max(this.#producers.get(producer)?.highest ?? 0, 0) + 1) return;
    this.#stateOf(producer).highest = seq;
  }

  #isNewId(id: string): boolean {
    if (this.#ids.isDurable(id)) return false;
    if (this.#ids.isPending(id)) {
      const append = this.#ids.appendOf(id);
      if (append) this.originals.add(append);
      return false;
    }
    this.#ids.setPending(id);
    this.#newIds.push(id);
    return true;
  }

  #stateOf(producer: string): ProducerState {
    if (this.#last?.name === producer) return this.#last;
    let state = this.#producers.get(producer);
    const isNew = state === undefined;
    state ??= this.#producers.add(producer, this.#nowMs);
    if (state.slice !== this) {
      state.slice = this;
      this.#touched.push({ state, before: state.highest, isNew });
    }
    state.lastSeenMs = this.#nowMs;
    this.#last = state;
    return state;
  }

  /** The records are on their way. What is known becomes durable, or is taken back, with the append. */
  appended(append: Promise<unknown>): Promise<void> {
    const after = this.#touched.map(({ state }) => {
      state.lastAppend = append;
      delete state.slice;
      return { state, highest: state.highest };
    });
    for (const id of this.#newIds) this.#ids.setPending(id, append);
    return append.then(
      () => {
        for (const { state, highest } of after) {
          state.durable = Math.max(state.durable, highest);
          state.highest = Math.max(state.highest, highest);
          if (state.lastAppend === append) delete state.lastAppend;
        }
        for (const id of this.#newIds) this.#ids.remember(id);
      },
      (error: unknown) => {
        // The journal refused everything that was on its way, also what came later for the same producer.
        for (const { state } of after) {
          state.highest = state.durable;
          if (state.lastAppend === append) delete state.lastAppend;
          if (state.durable < 0) this.#producers.remove(state.name);
        }
        for (const id of this.#newIds) this.#ids.cancel(id);
        throw error;
      },
    );
  }

  /** Nothing was written and nothing will be. */
  undo(): void {
    for (const { state, before, isNew } of this.#touched) {
      state.highest = before;
      delete state.slice;
      if (isNew) this.#producers.remove(state.name);
    }
    for (const id of this.#newIds) this.#ids.cancel(id);
  }

  /** Nothing is to be written: rejected numbers stay counted as seen. */
  settle(): void {
    for (const { state } of this.#touched) {
      delete state.slice;
      if (!state.lastAppend) state.durable = state.highest;
    }
  }
}
