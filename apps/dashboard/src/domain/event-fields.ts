import { FIELD_NAMES, type RecordField, type WireRecord } from "@daybook/protocol";

export interface FieldRow {
  name: RecordField;
  value: string;
}

export interface FieldGroup {
  title: string;
  rows: FieldRow[];
}

/** Shown elsewhere in the panel, or not as a line. */
const ELSEWHERE = new Set<RecordField>([
  "message",
  "data",
  "stack_trace",
  "level",
  "exception_type",
  "exception_message",
]);

const GROUPS: readonly { title: string; names: readonly RecordField[] }[] = [
  {
    title: "Trade",
    names: [
      "symbol",
      "strategy",
      "side",
      "quantity",
      "price",
      "pnl",
      "fees",
      "currency",
      "exchange",
      "status",
      "order_id",
      "trade_id",
    ],
  },
  {
    title: "Context",
    names: [
      "service",
      "logger",
      "event_type",
      "environment",
      "session_id",
      "request_id",
      "user_id",
      "trace_id",
      "span_id",
      "ip_address",
      "user_agent",
    ],
  },
];

/** The event's top-level fields in groups, in the record's order; empty groups are left out. */
export function fieldGroups(event: WireRecord): FieldGroup[] {
  const present = FIELD_NAMES.filter((name) => event[name] !== undefined && !ELSEWHERE.has(name));
  const rowsOf = (names: readonly RecordField[]): FieldRow[] =>
    names.map((name) => ({ name, value: textOf(event[name]) }));
  const grouped = new Set(GROUPS.flatMap((group) => group.names));
  const groups = GROUPS.map(({ title, names }) => ({
    title,
    rows: rowsOf(present.filter((name) => names.includes(name))),
  }));
  groups.push({ title: "Record", rows: rowsOf(present.filter((name) => !grouped.has(name))) });
  return groups.filter((group) => group.rows.length > 0);
}

function textOf(value: WireRecord[RecordField]): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
