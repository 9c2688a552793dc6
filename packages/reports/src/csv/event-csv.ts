import { FIELD_NAMES } from "@daybook/protocol";
import { csvLine } from "./csv-cell.ts";

/** The names of the record's fields as the first line of a CSV of events. */
export const EVENT_CSV_HEADER = csvLine(FIELD_NAMES);

/** An event's line of JSON as a line of CSV, in the order of the record; what is absent is empty, `data` is JSON. Throws SyntaxError for a line that is no JSON. */
export function eventCsvLine(line: string): string {
  const record = JSON.parse(line) as Record<string, unknown>;
  return csvLine(
    FIELD_NAMES.map((name) => {
      const value = record[name];
      if (value === undefined || value === null) return "";
      return typeof value === "string" ? value : JSON.stringify(value);
    }),
  );
}
