import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuditRoom } from "../audit-room.ts";
import { openAuditRoom } from "../audit-room.ts";

/** A canonical line of the journal. */
export function lineOf(seq: number, extra: { user_id?: string; level?: string } = {}): string {
  const { level = "INFO", user_id } = extra;
  const time = new Date(1_760_000_000_000 + seq).toISOString().replace("Z", "000Z");
  const head = { seq, timestamp: time, level, service: "bot", event_type: "order_filled", message: `event ${seq}` };
  return JSON.stringify({ ...head, id: `id-${seq}`, producer: "p", user_id, collected_at: time });
}

/** A journal in memory, whole from the start. */
export class SmallJournal {
  readonly lines: string[];
  durableSeq: number;
  moved = 0;

  constructor(lines: readonly string[]) {
    this.lines = [...lines];
    this.durableSeq = lines.length;
  }

  read(afterSeq: number, _maxBytes: number, maxEvents: number) {
    if (afterSeq >= this.durableSeq) return Promise.resolve(undefined);
    const lastSeq = Math.min(this.durableSeq, afterSeq + maxEvents);
    const text = this.lines.slice(afterSeq, lastSeq).join("\n");
    return Promise.resolve({ firstSeq: afterSeq + 1, lastSeq, bytes: Buffer.from(`${text}\n`) });
  }

  readDisk(afterSeq: number, maxBytes: number, maxEvents: number) {
    return this.read(afterSeq, maxBytes, maxEvents);
  }

  stats(): { oldestSeq: number } {
    return { oldestSeq: 1 };
  }

  waitFor(seq: number, signal: AbortSignal): Promise<void> {
    if (this.durableSeq >= seq) return Promise.resolve();
    return new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    });
  }

  openCursor(): Promise<{ seq: number; move: (seq: number) => Promise<void> }> {
    return Promise.resolve({
      seq: this.moved,
      move: (seq: number) => {
        this.moved = seq;
        return Promise.resolve();
      },
    });
  }
}

export interface SmallRoom {
  readonly dir: string;
  readonly journal: SmallJournal;
  readonly audit: AuditRoom;
  readonly faults: Error[];
  /** A wait after `audit.stop`. */
  remove(): Promise<void>;
}

/** A room over a small journal, with everything of it signed. */
export async function smallRoom(lines: readonly string[]): Promise<SmallRoom> {
  const dir = mkdtempSync(join(tmpdir(), "daybook-audit-room-"));
  const journal = new SmallJournal(lines);
  const faults: Error[] = [];
  const audit = await openAuditRoom({
    dataDir: dir,
    origin: "example.com/trail",
    excluded: ["DEBUG"],
    masterKey: undefined,
    journal,
    nowMs: Date.now,
    onFault: (error) => faults.push(error),
  });
  while (audit.sequencer.state === "replaying") await new Promise((resolve) => setTimeout(resolve, 2));
  await audit.sequencer.settle();
  const remove = async (): Promise<void> => {
    await audit.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  return { dir, journal, audit, faults, remove };
}
