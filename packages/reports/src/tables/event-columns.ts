import { RECORD_FIELDS } from "@daybook/protocol";
import type { FieldKind } from "@daybook/protocol";
import type { ColumnKind } from "./table-column.ts";

/** A column of logged events; `data.x.y` is a field inside of `data`. */
export interface EventColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** An event, or any row of named values. */
export type EventRow = { readonly [name: string]: unknown };

const KINDS: { readonly [F in FieldKind]: ColumnKind } = {
  integer: "integer",
  time: "time",
  level: "text",
  keyword: "text",
  text: "text",
  decimal: "decimal",
  data: "json",
  lines: "list",
};

/** Columns by name: a field of the record is held as what it is, any other as text. */
export function eventColumns(names: readonly string[] = Object.keys(RECORD_FIELDS)): EventColumn[] {
  const fields: { readonly [name: string]: FieldKind } = RECORD_FIELDS;
  return names.map((name) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return { name, kind: field === undefined ? "text" : KINDS[field] };
  });
}

/** The value of a column: of the row's own field of that name, else of the path of names between its dots. */
export function eventValue(row: EventRow, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name];
  let value: unknown = row;
  for (const part of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as EventRow)[part];
  }
  return value;
}
