import { decodeRecord, FIELD_NAMES, type LogRecord, type RecordField } from "@daybook/protocol";

export const EXPORT_FORMATS = ["json", "ndjson", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_MIME: Readonly<Record<ExportFormat, string>> = {
  json: "application/json",
  ndjson: "application/x-ndjson",
  csv: "text/csv;charset=utf-8",
};

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * One cell of RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers,
 * also negative ones, stay numbers.
 */
export function csvCell(value: unknown): string {
  if (value === undefined || value === null) return "";
  let text = typeof value === "string" ? value : JSON.stringify(value);
  if (/^[=+\-@\t\r]/.test(text) && !NUMBER.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A canonical line as a row: money keeps the spelling of the record. */
export function csvRow(line: string): string {
  const event = decodeRecord(line);
  return FIELD_NAMES.map((name) => csvCell(cellValue(event, name))).join(",");
}

function cellValue(event: LogRecord, name: RecordField): unknown {
  const value = event[name];
  return name === "stack_trace" && Array.isArray(value) ? value.join("\n") : value;
}

/** What stands before the first page, between events, and after the last one. Events come as their canonical lines. */
export interface ExportWriter {
  head: string;
  page(lines: readonly string[], isFirst: boolean): string;
  tail: string;
}

export function exportWriter(format: ExportFormat): ExportWriter {
  if (format === "csv") {
    // The byte order mark makes spreadsheets read UTF-8.
    return {
      head: `\uFEFF${FIELD_NAMES.join(",")}\r\n`,
      page: (lines) => ended(lines.map(csvRow), "\r\n"),
      tail: "",
    };
  }
  if (format === "ndjson") return { head: "", page: (lines) => ended(lines, "\n"), tail: "" };
  return {
    head: "[",
    page: (lines, isFirst) => lines.map((line, index) => `${isFirst && index === 0 ? "\n" : ",\n"}${line}`).join(""),
    tail: "\n]\n",
  };
}

function ended(rows: readonly string[], end: string): string {
  return rows.map((row) => row + end).join("");
}

/** `daybook-2024-01-15T10-30-45Z.csv` */
export function exportFileName(format: ExportFormat, nowMs: number): string {
  return `daybook-${new Date(nowMs).toISOString().slice(0, 19).replaceAll(":", "-")}Z.${format}`;
}
