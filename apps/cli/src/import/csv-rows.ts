import { csvRecords, likelyDelimiter, type CsvRecord } from "@daybook/importers";
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
  let header: string[] | undefined;
  let plan: (ColumnTarget | undefined)[] = [];
  for await (const records of csvRecords(chunks, { delimiter: options.delimiter ?? likelyDelimiter(options.head) })) {
    const rows: Row[] = [];
    for (const record of records) {
      if (header === undefined && "cells" in record) {
        header = record.cells.map((name) => name.trim());
        plan = planColumns(header, options.map);
      } else {
        rows.push(rowOf(record, plan, header ?? []));
      }
    }
    yield rows;
  }
}

function rowOf(record: CsvRecord, plan: readonly (ColumnTarget | undefined)[], header: readonly string[]): Row {
  const { number } = record;
  if ("fault" in record) return { number, fault: { code: "DAYBOOK_CLI_CSV", reason: record.fault } };
  if (record.cells.length !== header.length) {
    const reason = `the record has ${record.cells.length} cells, the header has ${header.length}`;
    return { number, fault: { code: "DAYBOOK_CLI_CSV", reason } };
  }
  return { number, text: Buffer.from(cellsToJson(record.cells, plan, header)) };
}

export function checkDelimiter(text: string): string {
  const delimiter = text === "\\t" || text === "tab" ? "\t" : text;
  if (delimiter.length !== 1)
    throw usageFailure(`--delimiter ${text} is not one character.`, "For example --delimiter ';' or tab.");
  return delimiter;
}
