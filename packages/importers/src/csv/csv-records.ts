import { CsvError, parse } from "csv-parse";
import { MAX_CSV_RECORD_BYTES } from "../limits.ts";

/** One record; `number` is the line on which it begins. `fault` is why nothing behind this place was read. */
export type CsvRecord = { number: number; cells: string[] } | { number: number; fault: string };

export interface CsvRecordOptions {
  /** One character. */
  delimiter: string;
}

/**
 * Records of comma-separated values (RFC 4180), the header among them, one list for each chunk. Cells are not trimmed. The
 * number of cells is the reader's matter.
 */
export async function* csvRecords(
  chunks: AsyncIterable<Buffer>,
  { delimiter }: CsvRecordOptions,
): AsyncGenerator<CsvRecord[]> {
  const reader = new RecordReader();
  const parser = parse({
    bom: true,
    delimiter,
    raw: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_CSV_RECORD_BYTES,
    // Nothing is given to the stream: on an error it would throw away what it holds.
    on_record: (record: unknown) => reader.take(record as RawRecord),
  });
  let failure: Error | undefined;
  parser.on("error", (error) => (failure = error));
  parser.resume();
  const closed = new Promise<void>((resolve) => parser.once("close", resolve));
  try {
    for await (const chunk of chunks) {
      await new Promise<void>((resolve) => parser.write(chunk, () => resolve()));
      if (failure !== undefined) break;
      yield reader.drain();
    }
    if (failure === undefined) {
      parser.end();
      await closed;
    }
  } finally {
    parser.destroy();
  }
  if (failure !== undefined) reader.giveUp(failure);
  yield reader.drain();
}

interface RawRecord {
  record: string[];
  /** The record's text with the empty lines before it and, mostly, the end of its line. */
  raw: string;
}

class RecordReader {
  #records: CsvRecord[] = [];
  #linesBefore = 0;

  /** Always null: the parser has nothing to pass on. */
  take({ record, raw }: RawRecord): null {
    // The parser's own count goes wrong with CRLF inside of quotes.
    const leading = /^[\r\n]*/.exec(raw)?.[0] ?? "";
    const number = this.#linesBefore + breaksIn(leading) + 1;
    this.#linesBefore += breaksIn(raw);
    this.#records.push({ number, cells: record });
    return null;
  }

  /** Behind a quote that never ends nothing can be told apart any more: the rest of the file is one fault. */
  giveUp(error: Error): void {
    if (!(error instanceof CsvError)) throw error;
    const fault = `${error.message}; from here on nothing was read`;
    this.#records.push({ number: this.#linesBefore + 1, fault });
  }

  drain(): CsvRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }
}

function breaksIn(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x0a || (unit === 0x0d && text.charCodeAt(i + 1) !== 0x0a)) count++;
  }
  return count;
}

/** The one of `,` `;` tab `|` that the header has most of. */
export function likelyDelimiter(head: Buffer): string {
  const [first = ""] = head.toString("utf8").split(/\r?\n/, 1);
  const unquoted = first.replaceAll(/"[^"]*"/g, "");
  const counted = [",", ";", "\t", "|"].map((delimiter) => ({ delimiter, count: unquoted.split(delimiter).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}
