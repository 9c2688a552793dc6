import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-codes.ts";
import { LineCutter } from "@daybook/importers";
import { MAX_SORTED_CHARACTERS, READ_CHUNK_BYTES } from "../limits.ts";
import { compareFound, isSameEvent, type FoundLine } from "./found-line.ts";

export interface SorterOptions {
  order: "asc" | "desc";
  /** Lines that are wanted at most; Infinity for all. */
  limit: number;
  /** Characters of lines in memory; what is more waits in temporary files. */
  maxCharacters?: number;
}

/** With fewer lines than these a sort costs more than it saves. */
const MIN_SORTED_LINES = 1_000;
const SEPARATOR = "\t";

/**
 * The first `limit` lines by time, each event once, in bounded memory: what is too much is sorted, written to a temporary
 * file and merged at the end. To be closed.
 */
export class LineSorter {
  readonly #compare: (a: FoundLine, b: FoundLine) => number;
  readonly #isDescending: boolean;
  readonly #limit: number;
  readonly #maxCharacters: number;
  #lines: FoundLine[] = [];
  #characters = 0;
  /** Nothing that sorts behind it is wanted. */
  #last: FoundLine | undefined;
  #dir: string | undefined;
  #runs = 0;

  constructor({ order, limit, maxCharacters = MAX_SORTED_CHARACTERS }: SorterOptions) {
    this.#isDescending = order === "desc";
    this.#compare = this.#isDescending ? (a, b) => compareFound(b, a) : compareFound;
    this.#limit = limit;
    this.#maxCharacters = maxCharacters;
  }

  /** Whether a line of this time would still be among the first. */
  wants(timestamp: string): boolean {
    if (this.#last === undefined) return true;
    return this.#isDescending ? timestamp >= this.#last.timestamp : timestamp <= this.#last.timestamp;
  }

  add(found: FoundLine): void {
    if (this.#last !== undefined && this.#compare(found, this.#last) > 0) return;
    this.#lines.push(found);
    this.#characters += found.text.length;
    if (this.#lines.length >= Math.max(this.#limit * 2, MIN_SORTED_LINES)) this.#tidy();
    if (this.#characters > this.#maxCharacters) {
      this.#tidy();
      if (this.#characters > this.#maxCharacters / 2) this.#spill();
    }
  }

  /** All that is wanted, in order. To be asked once, at the end. */
  async *sorted(): AsyncGenerator<FoundLine> {
    this.#tidy();
    const sources = Array.from({ length: this.#runs }, (_, run) => readRun(this.#pathOf(run)));
    let left = this.#limit;
    let before: FoundLine | undefined;
    for await (const found of merge([...sources, fromArray(this.#lines)], this.#compare)) {
      if (before !== undefined && isSameEvent(before, found)) continue;
      if (left-- <= 0) return;
      yield (before = found);
    }
  }

  /** Removes the temporary files. */
  close(): void {
    if (this.#dir !== undefined) rmSync(this.#dir, { recursive: true, force: true });
  }

  #tidy(): void {
    this.#lines.sort(this.#compare);
    const kept: FoundLine[] = [];
    let characters = 0;
    for (const found of this.#lines) {
      const before = kept.at(-1);
      if (before !== undefined && isSameEvent(before, found)) continue;
      if (kept.length >= this.#limit) break;
      kept.push(found);
      characters += found.text.length;
    }
    this.#lines = kept;
    this.#characters = characters;
    if (kept.length >= this.#limit) this.#last = kept.at(-1);
  }

  #spill(): void {
    try {
      this.#writeRun();
    } catch (cause) {
      const message = `What was found is more than fits into memory, and ${tmpdir()} cannot take it: ${(cause as Error).message}`;
      const hint = "Narrow the search or give a --limit, or let TMPDIR name a directory with room.";
      throw new CommandFailure(EXIT.someFailed, message, hint, { cause });
    }
    this.#lines = [];
    this.#characters = 0;
  }

  #writeRun(): void {
    this.#dir ??= mkdtempSync(join(tmpdir(), "daybook-search-"));
    const fd = openSync(this.#pathOf(this.#runs++), "wx", 0o600);
    try {
      let text = "";
      for (const found of this.#lines) {
        text += printFound(found);
        if (text.length < READ_CHUNK_BYTES) continue;
        writeAll(fd, text);
        text = "";
      }
      writeAll(fd, text);
    } finally {
      closeSync(fd);
    }
  }

  #pathOf(run: number): string {
    return join(this.#dir ?? "", `${run}.run`);
  }
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

function printFound({ timestamp, id, file, line, text }: FoundLine): string {
  return `${[timestamp, JSON.stringify(id), file, line, text].join(SEPARATOR)}\n`;
}

function parseFound(printed: string): FoundLine {
  const [timestamp = "", id = '""', file = "0", line = "0"] = printed.split(SEPARATOR, 4);
  const start = timestamp.length + id.length + file.length + line.length + 4;
  return {
    timestamp,
    id: JSON.parse(id) as string,
    file: Number(file),
    line: Number(line),
    text: printed.slice(start),
  };
}

async function* readRun(path: string): AsyncGenerator<FoundLine> {
  const cutter = new LineCutter(Number.MAX_SAFE_INTEGER);
  for await (const chunk of createReadStream(path, { highWaterMark: READ_CHUNK_BYTES })) {
    for (const { bytes } of cutter.push(chunk as Buffer)) if (bytes !== undefined) yield parseFound(bytes.toString());
  }
}

async function* fromArray(lines: readonly FoundLine[]): AsyncGenerator<FoundLine> {
  await Promise.resolve();
  yield* lines;
}

async function* merge(
  sources: AsyncGenerator<FoundLine>[],
  compare: (a: FoundLine, b: FoundLine) => number,
): AsyncGenerator<FoundLine> {
  const heads = await Promise.all(sources.map(async (source) => ({ source, next: await source.next() })));
  try {
    for (;;) {
      let first: (typeof heads)[number] | undefined;
      for (const head of heads) {
        if (head.next.done === true) continue;
        if (first === undefined || compare(head.next.value, first.next.value as FoundLine) < 0) first = head;
      }
      if (first === undefined) return;
      yield first.next.value as FoundLine;
      first.next = await first.source.next();
    }
  } finally {
    for (const { source } of heads) await source.return(undefined);
  }
}
