import { rowFault, type ImportedEvent, type ImportedRow } from "../imported-row.ts";
import { csvRecords } from "./csv-records.ts";

/** Makes events of the records below one header. */
export type RowReader = (cells: readonly string[]) => ImportedEvent | { problem: string };

export interface TableOptions {
  delimiter: string;
  /** Called with the first record; throws when the table cannot be understood. */
  open: (header: readonly string[]) => RowReader;
}

/** Rows of a table with a header, numbered by the line on which each begins. */
export async function* tableRows(
  chunks: AsyncIterable<Buffer>,
  { delimiter, open }: TableOptions,
): AsyncGenerator<ImportedRow[]> {
  let read: RowReader | undefined;
  let width = 0;
  for await (const records of csvRecords(chunks, { delimiter })) {
    const rows: ImportedRow[] = [];
    for (const record of records) {
      const { number } = record;
      if ("fault" in record) {
        rows.push(rowFault(number, number, record.fault));
      } else if (read === undefined) {
        width = record.cells.length;
        read = open(record.cells.map((name) => name.trim()));
      } else if (record.cells.length !== width) {
        rows.push(rowFault(number, number, `the record has ${record.cells.length} cells, the header has ${width}`));
      } else {
        const event = read(record.cells);
        rows.push("problem" in event ? rowFault(number, number, event.problem) : { number, line: number, event });
      }
    }
    yield rows;
  }
}
