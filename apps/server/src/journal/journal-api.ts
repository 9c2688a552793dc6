import type { Cursor } from "./cursors.ts";
import type { JournalFs } from "./journal-fs.ts";
import type { ReadResult } from "./line-collector.ts";
import type { Recovery } from "./recovery.ts";
import type { LineRewrite } from "./rewrite.ts";

export interface JournalOptions {
  /** Made when missing. One process at a time: see `lockDataDir`. */
  dir: string;
  clock: { nowMs(): number };
  fs?: JournalFs;
  segmentSizeBytes?: number;
  /** Bytes that may wait for the disk before appends are refused with DAYBOOK_JOURNAL_BUSY. */
  maxPendingBytes?: number;
  /** How long events stay readable after every cursor has passed them. */
  windowMs?: number;
  /** How long after its last event a sealed segment is left as it is, unless too many wait. */
  compressAfterMs?: number;
  /** Free disk space below which appends are refused with DAYBOOK_JOURNAL_FULL; at most 5 % of the disk. */
  reserveBytes?: number;
  /** Memory for the newest batches. */
  recentBytes?: number;
  /** 0: only when `maintain` is called. */
  maintenanceIntervalMs?: number;
  /** The first number of a journal that has none yet. */
  firstSeq?: number;
  /** Told of what no caller waits for: the stop of the journal, a failed maintenance, a throwing listener. */
  onFault?(error: Error): void;
}

export interface JournalStats {
  state: "ok" | "full" | "failed" | "closed";
  lastSeq: number;
  durableSeq: number;
  /** The first number that can be read; `lastSeq + 1` when there is none. */
  oldestSeq: number;
  segments: number;
  bytes: number;
  pendingBytes: number;
  recentBytes: number;
  /** Write and fdatasync of one group, over the last 1,024 groups; 0 before the first. */
  commitP50Ms: number;
  commitP99Ms: number;
  commits: number;
}

export type DurableListener = (firstSeq: number, lastSeq: number, bytes: Buffer) => void;

/** The write-ahead log of the collector: what is acknowledged lies here, numbered without holes. */
export interface Journal {
  /** The last number given out; equals `durableSeq` when nothing is under way. */
  readonly lastSeq: number;
  /** Everything up to here is safe from a crash and a power cut. */
  readonly durableSeq: number;
  /** What the start found at the end of the journal. */
  readonly recovery: Recovery;
  /**
   * Numbers are given in the order of calls; `encode` is called before this returns, with the first of
   * `count` numbers, and gives `count` canonical lines, each ending in a newline (at most 8 MB together).
   * Resolves when they are durable, in order of numbers. Rejects without keeping anything: with
   * DAYBOOK_JOURNAL_BUSY or _FULL (send again later), _FAILED or _CLOSED (not before a restart).
   */
  append(count: number, encode: (firstSeq: number) => string | Buffer): Promise<{ firstSeq: number; lastSeq: number }>;
  /**
   * Durable lines after `afterSeq`, whole and in order: at most `maxEvents`, at most `maxBytes` unless one
   * line alone is larger; may be fewer than there are. `undefined`: nothing new. Rejects with
   * DAYBOOK_JOURNAL_PAST_WINDOW for removed numbers, _DAMAGED naming file and offset. The bytes may be shared.
   */
  read(afterSeq: number, maxBytes: number, maxEvents: number): Promise<ReadResult | undefined>;
  /** Like `read`, from the files alone: what is in memory says nothing of what is on disk. */
  readDisk(afterSeq: number, maxBytes: number, maxEvents: number): Promise<ReadResult | undefined>;
  /** Until `durableSeq >= seq`. Rejects with the signal's reason, or when the journal stops. */
  waitFor(seq: number, signal: AbortSignal): Promise<void>;
  /** A reader's place, kept over restarts; a new one stands before the oldest event, or behind the newest. */
  openCursor(name: string, startAt?: "oldest" | "end"): Promise<Cursor>;
  /** Ends a reader for good. */
  dropCursor(name: string): Promise<void>;
  cursors(): { name: string; seq: number }[];
  /** Called with each batch after its fdatasync, in order, before its callers are answered. Returns the way to leave. */
  onDurable(listener: DurableListener): () => void;
  stats(): JournalStats;
  /** The next group begins a segment of its own: everything durable by now lies in sealed ones then, up to `sealedSeq`. */
  startSegment(): void;
  /** The last number that a sealed segment holds. */
  readonly sealedSeq: number;
  /**
   * Puts other lines in the place of some of the sealed ones; each keeps its number. Nothing of the old lines is left in the journal when it
   * resolves, but in segments that cannot be read: `unread` says what is wrong with them. A crash leaves whole segments as they were or as they
   * are to be, and it may be called again.
   */
  rewrite(rewrite: LineRewrite, progress: (share: number) => void): Promise<{ changed: number; unread: string[] }>;
  /**
   * Copies everything that is durable now, and the readers' places, into a directory that is made or empty; appends
   * go on meanwhile. `openJournal` opens the copy. Returns the copy's last number.
   */
  copyTo(dir: string): Promise<{ lastSeq: number }>;
  /** Compresses and removes old segments; also done by a timer. */
  maintain(): Promise<void>;
  /** Refuses new appends, writes what waits, closes the files. */
  close(): Promise<void>;
}
