import type { SchemaElement } from "hyparquet-writer";
import type { ColumnKind } from "../tables/table-column.ts";
import { DECIMAL_PRECISION, DECIMAL_SCALE, decimalUnits, isDecimal38 } from "./decimal-bytes.ts";
import { timeMicros } from "./time-micros.ts";

/** A value as the writer takes it. */
export type Stored = string | number | bigint | null;

/** How a kind of column is held: all are optional, since an absent field is null. */
export interface ParquetType {
  readonly element: (name: string) => SchemaElement;
  /** Whether a value, never null, can be held so without a loss. */
  readonly fits: (value: unknown) => boolean;
  readonly store: (value: unknown) => Stored;
}

const optional = { repetition_type: "OPTIONAL" } as const;

/** What holds everything: the value's own text, or its JSON. */
export const TEXT: ParquetType = {
  element: (name) => ({
    name,
    type: "BYTE_ARRAY",
    converted_type: "UTF8",
    logical_type: { type: "STRING" },
    ...optional,
  }),
  fits: () => true,
  store: textOf,
};

const JSON_TEXT: ParquetType = {
  element: TEXT.element,
  fits: () => true,
  store: (value) => JSON.stringify(value) ?? null,
};

const DECIMAL: ParquetType = {
  element: (name) => ({
    name,
    type: "FIXED_LEN_BYTE_ARRAY",
    type_length: 16,
    converted_type: "DECIMAL",
    precision: DECIMAL_PRECISION,
    scale: DECIMAL_SCALE,
    logical_type: { type: "DECIMAL", precision: DECIMAL_PRECISION, scale: DECIMAL_SCALE },
    ...optional,
  }),
  fits: (value) => isDecimal38(textOf(value)),
  store: (value) => decimalUnits(textOf(value)) ?? null,
};

const TIME: ParquetType = {
  element: (name) => ({
    name,
    type: "INT64",
    converted_type: "TIMESTAMP_MICROS",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
    ...optional,
  }),
  fits: (value) => typeof value === "string" && timeMicros(value) !== undefined,
  store: (value) => timeMicros(textOf(value)) ?? null,
};

const FLOAT: ParquetType = {
  element: (name) => ({ name, type: "DOUBLE", ...optional }),
  fits: (value) => typeof value === "number",
  store: (value) => (typeof value === "number" && Number.isFinite(value) ? value : null),
};

const INTEGER: ParquetType = {
  element: (name) => ({ name, type: "INT64", ...optional }),
  fits: (value) => Number.isSafeInteger(value),
  store: (value) => BigInt(value as number),
};

export const PARQUET_TYPES: { readonly [K in ColumnKind]: ParquetType } = {
  text: TEXT,
  decimal: DECIMAL,
  time: TIME,
  float: FLOAT,
  integer: INTEGER,
  list: JSON_TEXT,
  json: JSON_TEXT,
};

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
