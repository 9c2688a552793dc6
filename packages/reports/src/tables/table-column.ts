/**
 * How a column is held in a file. `decimal` is exact decimal text; `time` RFC 3339 UTC; `list` texts; `json` any value of
 * JSON, as its text.
 */
export type ColumnKind = "text" | "decimal" | "time" | "float" | "integer" | "list" | "json";

export type Cell = string | number | readonly string[] | null | undefined;

/** A column of a table of rows: one definition for CSV and for Parquet. */
export interface TableColumn<Row> {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly read: (row: Row) => Cell;
}
