import { pipeline, Readable } from "node:stream";
import { MAX_LINE_BYTES } from "@daybook/protocol";
import { CsvError, parse, type Info } from "csv-parse";
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

const LIST_ROWS = 500;

/**
 * Rows of comma-separated values (RFC 4180, header first); a row's number is that of the line on which it begins.
 * A record with too few or too many cells is a fault of its own and loses no neighbour.
 */
export async function* csvRows(chunks: AsyncIterable<Buffer>, options: CsvOptions): AsyncGenerator<Row[]> {
  let rows: Row[] = [];
  const parser = parse({
    bom: true,
    delimiter: options.delimiter ?? likelyDelimiter(options.head),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_LINE_BYTES,
  });
  pipeline(Readable.from(chunks), parser, () => {});
  let header: string[] | undefined;
  let plan: (ColumnTarget | undefined)[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      const number = info.lines - newlinesIn(record);
      if (header === undefined) {
        header = record.map((name) => name.trim());
        plan = planColumns(header, options.map);
      } else if (record.length !== header.length) {
        const reason = `the record has ${record.length} cells, the header has ${header.length}`;
        rows.push({ number, fault: { code: "DAYBOOK_CLI_CSV", reason } });
      } else {
        rows.push({ number, text: Buffer.from(cellsToJson(record, plan, header)) });
      }
      if (rows.length >= LIST_ROWS) {
        yield rows;
        rows = [];
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Behind an open quote nothing can be told apart any more: the rest of the file is one fault.
    const { lines } = error as CsvError & { lines?: number };
    rows.push({
      number: lines ?? 0,
      fault: { code: "DAYBOOK_CLI_CSV", reason: `${error.message}; what follows was not read` },
    });
  }
  yield rows;
}

function newlinesIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf("\n"); at >= 0; at = cell.indexOf("\n", at + 1)) count++;
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
