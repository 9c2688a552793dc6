import type { IngestReply, JsonObject, Level, Redactor } from "@daybook/protocol";
import type { Journal, JournalFs } from "../journal/index.ts";

/** What ingest needs of the journal. */
export type IngestJournal = Pick<Journal, "append" | "read" | "durableSeq" | "stats">;

export interface IngestOptions {
  journal: IngestJournal;
  /** Where the snapshot lies; must exist. */
  stateDir: string;
  clock: { nowMs(): number };
  redactor: Redactor;
  newId(): string;
  /** How long producers and keys are remembered. */
  keyRetentionMs?: number;
  maxProducers?: number;
  /** Ids remembered of events without producer: at least so many, at most twice. */
  idsPerGeneration?: number;
  /** 0: only at `close` and when `snapshot` is called. */
  snapshotIntervalMs?: number;
  fs?: JournalFs;
  /** A snapshot that could not be written: a later start reads more of the journal. */
  onFault?(error: Error): void;
}

export interface AcceptOptions {
  /** Counts the lines of the body as this producer's, in place of what the events say. */
  producer?: string | undefined;
  /** Number of the first line; default 1. Only with `producer`. */
  firstProducerSeq?: number | undefined;
  idempotencyKey?: string | undefined;
  /** Who sends: keys of one do not meet those of another. */
  principal?: string | undefined;
  /** Service of events that name none. */
  defaultService?: string | undefined;
}

/** An answer with the number of rejected lines, of which `rejected` lists the first thousand. */
export interface CountedReply extends IngestReply {
  rejected_count: number;
}

/** An event of Daybook's own. */
export interface InternalEvent {
  event_type: string;
  message: string;
  level?: Level;
  data?: JsonObject;
}

export interface IngestStats {
  accepted: number;
  duplicates: number;
  rejected: number;
  /** Holes found in producers' counts. */
  gaps: number;
  producers: number;
}

/** Turns bodies into numbered, durable records. */
export interface Ingest {
  /**
   * Takes the events of a body in their order. Resolves when every accepted one, and the original of every
   * duplicate, is durable; a bad line costs only itself. Rejects with DAYBOOK_INGEST_EMPTY, _KEY_REUSED, or the
   * journal's reason; then a part of a long body may have been kept, and sending all of it again is right.
   */
  accept(body: Buffer, format: "ndjson" | "json", options?: AcceptOptions): Promise<CountedReply>;
  /** Resolves when durable. */
  acceptInternal(event: InternalEvent): Promise<void>;
  stats(): IngestStats;
  /** Writes what is known of producers, so that a start need not read it from the journal. */
  snapshot(): Promise<void>;
  /** Waits for what is under way, then writes the snapshot. Call before closing the journal. */
  close(): Promise<void>;
}
