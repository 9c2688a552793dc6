import { decodeRecord, parseErasedLine } from "@daybook/protocol";
import type { LogRecord } from "@daybook/protocol";

/** What the tail needs of the journal: durable lines, in order. */
export interface TailSource {
  readonly durableSeq: number;
  read(
    afterSeq: number,
    maxBytes: number,
    maxEvents: number,
  ): Promise<{ firstSeq: number; lastSeq: number; bytes: Buffer } | undefined>;
  /** Calls back after each durable batch, in order. Returns the way to stop it. */
  onDurable(listener: (firstSeq: number, lastSeq: number, bytes: Buffer) => void): () => void;
}

/** One event on its way to clients: the exact line, and the record for predicates. */
export interface TailEvent {
  readonly line: string;
  readonly record: LogRecord;
}

/** Whole lines of a journal batch as events. */
export function decodeLines(bytes: Buffer): TailEvent[] {
  const lines = bytes.toString("utf8").split("\n");
  lines.pop();
  // An erased event is nothing that anybody could be shown.
  const kept = lines.filter((line) => parseErasedLine(line) === undefined);
  return kept.map((line) => ({ line, record: decodeRecord(line) }));
}
