import { FIELD_NAMES, RECORD_FIELDS, isFloatSafe } from "@daybook/protocol";
import type { RecordField } from "@daybook/protocol";

/** One row of `LINE_COLUMNS` in JSONCompactEachRow, with ISO times and 64-bit integers as numbers. */
export type LineRow = readonly (string | number | readonly string[])[];

const KINDS = FIELD_NAMES.map((name) => RECORD_FIELDS[name]);
const REQUIRED: ReadonlySet<RecordField> = new Set([
  "service",
  "event_type",
  "message",
  "id",
  "level",
  "timestamp",
  "collected_at",
  "seq",
]);
const IS_REQUIRED = FIELD_NAMES.map((name) => REQUIRED.has(name));
const KEYS = FIELD_NAMES.map((name) => `,"${name}":`);
const SEQ = FIELD_NAMES.indexOf("seq");

/**
 * The canonical line of a stored row: the bytes that the journal held. The text of `data` goes in as it is, without being
 * read: its numbers and the order of its keys stay what they were.
 */
export function rowToLine(row: LineRow): string {
  const empty = (row[FIELD_NAMES.length] as string | undefined) ?? "";
  const present = empty === "" ? undefined : new Set(empty.split(","));
  let line = `{"seq":${row[SEQ] as number}`;
  for (let i = 0; i < KINDS.length; i++) {
    if (i === SEQ) continue;
    const value = row[i] as string | number | readonly string[];
    if ((value === "" || value === 0 || (Array.isArray(value) && value.length === 0)) && !IS_REQUIRED[i]) {
      if (!present?.has(FIELD_NAMES[i] as string)) continue;
    }
    line += KEYS[i] as string;
    line += fieldText(i, value);
  }
  return `${line}}`;
}

function fieldText(index: number, value: string | number | readonly string[]): string {
  switch (KINDS[index]) {
    case "data":
      return value as string;
    case "integer":
      return String(value);
    case "decimal":
      return isFloatSafe(value as string) && value !== "" ? (value as string) : `"${value as string}"`;
    default:
      return JSON.stringify(value);
  }
}

/** The text of the engine's answer → lines, in the order of rows. */
export function linesOfRows(text: string): string[] {
  const lines: string[] = [];
  for (const row of text.split("\n")) {
    if (row !== "") lines.push(rowToLine(JSON.parse(row) as LineRow));
  }
  return lines;
}
