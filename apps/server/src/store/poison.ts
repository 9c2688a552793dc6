import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../access/durable-file.ts";
import { appendDurably } from "./durable-state.ts";
import type { ErasureTarget } from "./erase.ts";

/**
 * Lines that the engine cannot take, kept with its error in `poison/store.ndjson` of the state directory, one JSON object a line:
 * `{"seq", "error", "at", "line"}`. They stay in the journal for its window too.
 */
export class PoisonFile {
  readonly #dir: string;
  readonly #seqs = new Set<number>();

  constructor(stateDir: string) {
    this.#dir = join(stateDir, "poison");
    mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
    for (const file of readdirSync(this.#dir)) {
      if (!file.endsWith(".ndjson")) continue;
      for (const text of readFileSync(join(this.#dir, file), "utf8").split("\n")) {
        const seq = seqOf(text);
        if (seq !== undefined) this.#seqs.add(seq);
      }
    }
  }

  get count(): number {
    return this.#seqs.size;
  }

  /** Durable when it resolves. A line that is put aside twice, since the first time was not finished, is there twice and counted once. */
  async putAside(seq: number, line: Buffer, error: string, at: string): Promise<void> {
    const entry = { seq, error, at, line: line.toString("utf8").trimEnd() };
    await appendDurably(join(this.#dir, "store.ndjson"), `${JSON.stringify(entry)}\n`);
    this.#seqs.add(seq);
  }

  /** Takes the contents of a subject's lines away; their numbers stay, for they are still not in the table. */
  erase({ field, value, upToSeq }: ErasureTarget): void {
    for (const file of readdirSync(this.#dir)) {
      if (!file.endsWith(".ndjson")) continue;
      const path = join(this.#dir, file);
      const texts = readFileSync(path, "utf8").split("\n");
      const after = texts.map((text) => {
        const entry = entryOf(text);
        if (entry === undefined || entry.seq > upToSeq || !isOf(entry.line, field, value)) return text;
        return JSON.stringify({ seq: entry.seq, error: "erased", at: entry.at, line: "" });
      });
      if (after.some((text, i) => text !== texts[i])) replaceFile(path, after.join("\n"));
    }
  }

  countBetween(from: number, to: number): number {
    let count = 0;
    for (const seq of this.#seqs) if (seq >= from && seq <= to) count++;
    return count;
  }
}

interface PoisonEntry {
  seq: number;
  at: string;
  line: string;
}

function entryOf(text: string): PoisonEntry | undefined {
  try {
    return JSON.parse(text) as PoisonEntry;
  } catch {
    return undefined;
  }
}

/** A line that cannot be read is nobody's. */
function isOf(line: string, field: ErasureTarget["field"], value: string): boolean {
  try {
    const record = JSON.parse(line) as Record<string, unknown>;
    return record[field] === value && (field === "user_id" || record["user_id"] === undefined);
  } catch {
    return false;
  }
}

/** A torn last line is one whose insert was never finished. */
function seqOf(text: string): number | undefined {
  return entryOf(text)?.seq;
}

/** Codes with which the engine refuses a row for what it contains; nothing of its block is in then. */
const ROW_FAULTS: ReadonlySet<number> = new Set([
  6, 25, 26, 27, 33, 38, 41, 43, 53, 69, 70, 72, 117, 128, 130, 131, 321, 349, 407, 467, 536, 691,
]);

export function isRowFault(code: number): boolean {
  return ROW_FAULTS.has(code);
}

/** Codes with which the engine refuses a block for its size: MEMORY_LIMIT_EXCEEDED, CANNOT_ALLOCATE_MEMORY. */
const SIZE_FAULTS: ReadonlySet<number> = new Set([241, 173]);

export function isSizeFault(code: number): boolean {
  return SIZE_FAULTS.has(code);
}
