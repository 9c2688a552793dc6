import { MAX_LINE_BYTES } from "@daybook/protocol";
import { CsvError, parse } from "csv-parse";
import { usageFailure } from "../command-failure.ts";
import { cellsToJson, planColumns, type ColumnTarget } from "./column-map.ts";
import type { Row } from "./row.ts";

export interface CsvOptions {
  /** Column → field, from `--map`. */
  map: ReadonlyMap<string, string>;
  /** One character; default: the likeliest of the header. */
  delimiter?: string;
  /** First bytes of the file, to find the delimiter. */
  head: Buffer;
}

/**
 * Rows of comma-separated values (RFC 4180, header first), one list for each chunk. A row's number is that of the line on
 * which it begins. A record with too few or too many cells is a fault of its own and loses no neighbour.
 */
export async function* csvRows(chunks: AsyncIterable<Buffer>, options: CsvOptions): AsyncGenerator<Row[]> {
  const reader = new RecordReader(options.map);
  const parser = parse({
    bom: true,
    delimiter: options.delimiter ?? likelyDelimiter(options.head),
    raw: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_LINE_BYTES,
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
  readonly #map: ReadonlyMap<string, string>;
  #rows: Row[] = [];
  #header: string[] | undefined;
  #plan: (ColumnTarget | undefined)[] = [];
  #linesBefore = 0;

  constructor(map: ReadonlyMap<string, string>) {
    this.#map = map;
  }

  /** Always null: the parser has nothing to pass on. */
  take({ record, raw }: RawRecord): null {
    // The parser's own count goes wrong with CRLF inside of quotes.
    const leading = /^[\r\n]*/.exec(raw)?.[0] ?? "";
    const number = this.#linesBefore + breaksIn(leading) + 1;
    this.#linesBefore += breaksIn(raw);
    if (this.#header === undefined) {
      this.#header = record.map((name) => name.trim());
      this.#plan = planColumns(this.#header, this.#map);
    } else if (record.length !== this.#header.length) {
      const reason = `the record has ${record.length} cells, the header has ${this.#header.length}`;
      this.#rows.push({ number, fault: { code: "DAYBOOK_CLI_CSV", reason } });
    } else {
      this.#rows.push({ number, text: Buffer.from(cellsToJson(record, this.#plan, this.#header)) });
    }
    return null;
  }

  /** Behind a quote that never ends nothing can be told apart any more: the rest of the file is one fault. */
  giveUp(error: Error): void {
    if (!(error instanceof CsvError)) throw error;
    const reason = `${error.message}; from here on nothing was read`;
    this.#rows.push({ number: this.#linesBefore + 1, fault: { code: "DAYBOOK_CLI_CSV", reason } });
  }

  drain(): Row[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
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

export function checkDelimiter(text: string): string {
  const delimiter = text === "\\t" || text === "tab" ? "\t" : text;
  if (delimiter.length !== 1)
    throw usageFailure(`--delimiter ${text} is not one character.`, "For example --delimiter ';' or tab.");
  return delimiter;
}
