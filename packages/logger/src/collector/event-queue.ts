import type { SinkHost } from "../core/sink.ts";
import type { Batch } from "./batch.ts";

/**
 * Where events wait. Batches come out in the order in which events went in, and the oldest one has
 * the same bytes each time that it is asked for until it is settled.
 */
export interface EventQueue {
  /** False when there is no room. */
  add(line: string, audited: boolean): boolean;
  /** Events that wait; of those that another process left, at least one when there are any. */
  readonly pending: number;
  /** Whether an ordinary event would surely be taken now. */
  readonly hasRoom: boolean;
  /** Whether a full batch waits. */
  readonly hasFull: boolean;
  peek(): Batch | undefined | Promise<Batch | undefined>;
  /** What can be sent while nothing else can run, oldest first; what is behind it must stay where it is. */
  all(): readonly Batch[];
  /** Forgets the oldest batch. */
  shift(): void;
  /** Halves the oldest batch; false when it is a single event. */
  split(): boolean;
}

/** What a queue has that outlives the process. */
export interface LastingQueue extends EventQueue {
  /** `wake` is called when events have come that nobody added. */
  open(host: SinkHost, wake: () => void): void;
  /** Resolves when what other processes left is known. Never rejects. */
  readonly opened: Promise<void>;
  /** Brings what waits to disk before it returns. */
  saveSync(): void;
  /** Events that wait and are not on disk. */
  readonly unsaved: number;
  /** Lets go: another process may have what is left. */
  close(): void;
}
