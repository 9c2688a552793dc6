import { DaybookError } from "@daybook/protocol";
import type { JournalSource } from "./journal-source.ts";

const NEWLINE = 10;

/** Exactly the lines `from`..`to`, however many reads that takes. */
export async function readRange(journal: JournalSource, from: number, to: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let next = from; next <= to;) {
    const read = await journal.read(next - 1, Number.MAX_SAFE_INTEGER, to - next + 1);
    if (!read || read.firstSeq !== next || read.lastSeq > to) {
      throw new DaybookError(
        "DAYBOOK_STORE_FAILED",
        `The journal gave ${read ? `${read.firstSeq}–${read.lastSeq}` : "nothing"} for ${next}–${to}`,
      );
    }
    parts.push(read.bytes);
    next = read.lastSeq + 1;
  }
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}

/** The first `count` lines. */
export function firstLines(lines: Buffer, count: number): Buffer {
  let end = 0;
  for (let taken = 0; taken < count; taken++) {
    const newline = lines.indexOf(NEWLINE, end);
    if (newline < 0) return lines;
    end = newline + 1;
  }
  return lines.subarray(0, end);
}
