import { FIELD_NAMES, type RecordField, type WireRecord } from "@daybook/protocol";

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

export function csvRow(event: WireRecord): string {
  return FIELD_NAMES.map((name) => csvCell(cellValue(event, name))).join(",");
}

function cellValue(event: WireRecord, name: RecordField): unknown {
  const value = event[name];
  return name === "stack_trace" && Array.isArray(value) ? value.join("\n") : value;
}

/** What stands before the first page, between events, and after the last one. */
export interface ExportWriter {
  head: string;
  page(events: readonly WireRecord[], isFirst: boolean): string;
  tail: string;
}

export function exportWriter(format: ExportFormat): ExportWriter {
  if (format === "csv") {
    // The byte order mark makes spreadsheets read UTF-8.
    return {
      head: `\uFEFF${FIELD_NAMES.join(",")}\r\n`,
      page: (events) => lines(events.map(csvRow), "\r\n"),
      tail: "",
    };
  }
  if (format === "ndjson") {
    return {
      head: "",
      page: (events) =>
        lines(
          events.map((event) => JSON.stringify(event)),
          "\n",
        ),
      tail: "",
    };
  }
  return {
    head: "[",
    page: (events, isFirst) =>
      events.map((event, index) => `${isFirst && index === 0 ? "\n" : ",\n"}${JSON.stringify(event)}`).join(""),
    tail: "\n]\n",
  };
}

function lines(rows: readonly string[], end: string): string {
  return rows.map((row) => row + end).join("");
}

/** `daybook-2024-01-15T10-30-45Z.csv` */
export function exportFileName(format: ExportFormat, nowMs: number): string {
  return `daybook-${new Date(nowMs).toISOString().slice(0, 19).replaceAll(":", "-")}Z.${format}`;
}
