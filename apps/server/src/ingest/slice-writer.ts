import { encodeRecord, numberRecord } from "@daybook/protocol";
import type { IncomingRecord } from "@daybook/protocol";
import { Admission } from "./admission.ts";
import type { Gap } from "./admission.ts";
import type { IngestJournal } from "./ingest-api.ts";
import type { Producers } from "./producers.ts";
import type { Candidate } from "./read-event.ts";
import type { RememberedIds } from "./remembered-ids.ts";

export interface SeqRange {
  firstSeq: number;
  lastSeq: number;
}

/** A slice that was decided on. */
export interface WrittenSlice {
  accepted: number;
  duplicates: number;
  gaps: number;
  /** The journal gave no number; `durable` rejects with its reason. */
  refused: boolean;
  /** Resolves when durable, its duplicates' originals too; `undefined` when nothing was written. */
  durable: Promise<SeqRange | undefined>;
}

export interface Known {
  producers: Producers;
  ids: RememberedIds;
}

/** Decides on slices and appends them: the only place where events get from the door into the journal. */
export class SliceWriter {
  readonly #journal: IngestJournal;
  readonly #known: Known;
  /** First numbers of appends under way, lowest first. */
  readonly #inFlight = new Set<number>();

  constructor(journal: IngestJournal, known: Known) {
    this.#journal = journal;
    this.#known = known;
  }

  /** Everything up to here has been taken into account in what is known. */
  get settledSeq(): number {
    for (const firstSeq of this.#inFlight) return firstSeq - 1;
    return this.#journal.durableSeq;
  }

  /** Nothing is on its way. */
  get idle(): boolean {
    return this.#inFlight.size === 0;
  }

  /**
   * Decides on the candidates and appends what is new, both before it returns. `durable` rejects when the
   * journal refused; what is known is then as if the slice had never been.
   */
  write(candidates: readonly Candidate[], nowMs: number, gapRecord: (gap: Gap) => IncomingRecord): WrittenSlice {
    const admission = new Admission(this.#known, nowMs, gapRecord);
    for (const candidate of candidates) admission.add(candidate);
    const { accepted, duplicates, gaps } = admission;
    if (admission.records.length === 0) {
      admission.settle();
      const durable = Promise.all(admission.originals).then(() => undefined);
      return { accepted, duplicates, gaps, refused: false, durable };
    }
    const { refused, append } = this.#append(admission);
    const durable = Promise.all([append, ...admission.originals]).then(([range]) => range);
    return { accepted, duplicates, gaps, refused, durable };
  }

  #append(admission: Admission): { refused: boolean; append: Promise<SeqRange> } {
    const { records } = admission;
    let first = 0;
    const append = this.#journal.append(records.length, (firstSeq) => {
      first = firstSeq;
      return encodeLines(records, firstSeq);
    });
    if (first === 0) {
      // Refused before any number was given.
      admission.undo();
      return { refused: true, append };
    }
    // Encoded: let the collector have them now, not when the disk is done.
    records.length = 0;
    this.#inFlight.add(first);
    const settled = (): void => void this.#inFlight.delete(first);
    const settling = admission.appended(append).then(
      () => {
        settled();
        return append;
      },
      (error: unknown) => {
        settled();
        throw error;
      },
    );
    return { refused: false, append: settling };
  }
}

function encodeLines(records: readonly IncomingRecord[], firstSeq: number): string {
  let lines = "";
  for (let i = 0; i < records.length; i++) {
    lines += `${encodeRecord(numberRecord(records[i] as IncomingRecord, firstSeq + i))}\n`;
  }
  return lines;
}
