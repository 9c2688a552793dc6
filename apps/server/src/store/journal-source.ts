/** What the store needs of the journal. */
export interface JournalSource {
  /** Everything up to here is durable. */
  readonly durableSeq: number;
  /**
   * Whole newline-terminated canonical lines after `afterSeq`, in order; fewer than there are when a limit is reached, at least one.
   * `undefined`: nothing new. Rejects with DAYBOOK_JOURNAL_PAST_WINDOW for removed numbers.
   */
  read(afterSeq: number, maxBytes: number, maxEvents: number): Promise<JournalLines | undefined>;
  /** Until `durableSeq >= seq`. Rejects with the signal's reason, or when the journal stops. */
  waitFor(seq: number, signal: AbortSignal): Promise<void>;
  /** A reader's durable place; a new one stands before the oldest event. */
  openCursor(name: string): Promise<JournalCursor>;
  stats(): { oldestSeq: number };
}

export interface JournalLines {
  firstSeq: number;
  lastSeq: number;
  bytes: Buffer;
}

export interface JournalCursor {
  readonly seq: number;
  /** Durable when it resolves. */
  move(seq: number): Promise<void>;
}

/** The place of the store's reader in the journal. */
export const STORE_CURSOR = "store";
