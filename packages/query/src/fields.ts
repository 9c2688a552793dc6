import { FIELD_NAMES, RECORD_FIELDS, categoryOf } from "@daybook/protocol";
import type { LogRecord, RecordField } from "@daybook/protocol";

/** Fields of a record that a query can name, with `category`, which follows from the event type. */
export type ColumnName = Exclude<RecordField, "data"> | "category";

/** Where a condition looks: a column of the record, or a path into `data`. An empty path is `data` itself. */
export type FieldRef =
  | { readonly kind: "column"; readonly name: ColumnName }
  | { readonly kind: "data"; readonly path: readonly string[] };

export type FieldClass = "keyword" | "text" | "lines" | "level" | "time" | "decimal" | "integer" | "data";

export type TextColumn = "message" | "exception_message" | "user_agent";

export const COLUMN_NAMES: readonly ColumnName[] = [
  ...FIELD_NAMES.filter((name) => name !== "data"),
  "category",
] as ColumnName[];

const COLUMNS: ReadonlySet<string> = new Set(COLUMN_NAMES);

export function isColumnName(name: string): name is ColumnName {
  return COLUMNS.has(name);
}

/** Fields of the record come before those in `data`; `data.` at the front says which is meant. */
export function resolveField(segments: readonly string[]): FieldRef {
  const [first = "", ...rest] = segments;
  if (rest.length === 0 && isColumnName(first)) return { kind: "column", name: first };
  return { kind: "data", path: first === "data" ? rest : segments };
}

export function fieldClass(field: FieldRef): FieldClass {
  if (field.kind === "data") return "data";
  return field.name === "category" ? "keyword" : RECORD_FIELDS[field.name];
}

/** Reads the text of a keyword, text or decimal column; absent reads as the empty text. */
export function textReader(name: ColumnName): (record: LogRecord) => string {
  if (name === "category") return (record) => categoryOf(record.event_type);
  return (record) => (record[name] as string | undefined) ?? "";
}

/** A field as it is written in a query. */
export function printField(field: FieldRef): string {
  if (field.kind === "column") return field.name;
  return ["data", ...field.path.map(printSegment)].join(".");
}

/** Everything but letters, digits and `_` is escaped, a dot within a key above all. */
export function printSegment(segment: string): string {
  return segment.replace(/[^\p{L}\p{N}_]/gu, (char) => (char.length === 1 ? `\\${char}` : `\\${char[0]}\\${char[1]}`));
}
