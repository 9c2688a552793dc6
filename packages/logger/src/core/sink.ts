import type { Level } from "@daybook/protocol";
import type { EventKind } from "./event-kinds.ts";

/**
 * Where lines go. One interface for every destination. A sink is handed each line once, in order,
 * after redaction, and never throws from `write`; the logger turns a sink off for the moment when it
 * does nevertheless, and says so.
 */
export interface Sink {
  /** For messages about the sink, for example `file` or `collector`. */
  readonly name: string;
  /** Events below are not handed over. Default: everything that the logger lets through. */
  readonly level?: Level | undefined;
  /** Called once before the first write. */
  attach?(host: SinkHost): void;
  /** Takes a record's JSON line (no newline). Returns at once: it copies or queues, and never waits. */
  write(line: string, kind: EventKind): void;
  /** Resolves when all that was written before is at its destination, or after `timeoutMs`. Never rejects. */
  flush?(timeoutMs: number): Promise<void>;
  /** Brings what can be brought to its destination before it returns. `last`: the process ends right after. */
  flushSync?(last: boolean): void;
  /**
   * Brings everything written before to the disk (fsync), so that it outlives a power cut. Returns when it is there;
   * throws when that cannot be.
   */
  syncDurable?(): void;
  /** Flushes, then lets go of files, sockets and timers. Never rejects. Writes after it are dropped. */
  close?(timeoutMs: number): Promise<void>;
}

/** What a sink may ask of the logger that it belongs to. */
export interface SinkHost {
  readonly service: string;
  readonly environment: string;
  /** Tells that events were given up. It becomes a `logs_dropped` event on every sink. */
  dropped(report: DropReport): void;
  /** Tells of a fault of the sink itself. Goes to the logger's `onError`, by default once to stderr. */
  fault(fault: SinkFault): void;
}

export interface DropReport {
  readonly sink: string;
  readonly count: number;
  /** How many of them belong to classes that must not be dropped while anything else can be. */
  readonly audited: number;
  readonly reason: string;
}

export interface SinkFault {
  readonly sink: string;
  /** A code of the error registry. */
  readonly code: string;
  /** What happened and what to do. */
  readonly message: string;
  readonly cause?: unknown;
}
