import { encodeRecord } from "@daybook/protocol";
import type { LogRecord } from "@daybook/protocol";
import type { JournalCursor, JournalLines, JournalSource } from "../journal-source.ts";

/** A journal in memory: what a test appends is durable at once. */
export class MemoryJournal implements JournalSource {
  readonly lines: Buffer[] = [];
  readonly cursors = new Map<string, JournalCursor & { seq: number }>();
  oldestSeq = 1;
  #waiting: (() => void)[] = [];

  get durableSeq(): number {
    return this.lines.length;
  }

  /** Appends records; their `seq` is set to the journal's. */
  append(...records: LogRecord[]): number {
    return this.appendLines(
      ...records.map((record, at) => encodeRecord({ ...record, seq: this.lines.length + at + 1 })),
    );
  }

  appendLines(...lines: string[]): number {
    for (const line of lines) this.lines.push(Buffer.from(`${line}\n`));
    for (const wake of this.#waiting.splice(0)) wake();
    return this.durableSeq;
  }

  text(seq: number): string {
    return (this.lines[seq - 1] as Buffer).toString().trimEnd();
  }

  read(afterSeq: number, maxBytes: number, maxEvents: number): Promise<JournalLines | undefined> {
    if (afterSeq < this.oldestSeq - 1) return Promise.reject(new Error("past the window"));
    const taken: Buffer[] = [];
    let size = 0;
    for (const line of this.lines.slice(afterSeq, afterSeq + Math.min(maxEvents, 1_000_000))) {
      if (taken.length > 0 && size + line.byteLength > maxBytes) break;
      taken.push(line);
      size += line.byteLength;
    }
    if (taken.length === 0) return Promise.resolve(undefined);
    return Promise.resolve({ firstSeq: afterSeq + 1, lastSeq: afterSeq + taken.length, bytes: Buffer.concat(taken) });
  }

  waitFor(seq: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (this.durableSeq >= seq) resolve();
        else this.#waiting.push(look);
      };
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      look();
    });
  }

  openCursor(name: string): Promise<JournalCursor> {
    let cursor = this.cursors.get(name);
    if (!cursor) {
      const made = {
        seq: this.oldestSeq - 1,
        move(seq: number): Promise<void> {
          made.seq = seq;
          return Promise.resolve();
        },
      };
      this.cursors.set(name, made);
      cursor = made;
    }
    return Promise.resolve(cursor);
  }

  stats(): { oldestSeq: number } {
    return { oldestSeq: this.oldestSeq };
  }
}
