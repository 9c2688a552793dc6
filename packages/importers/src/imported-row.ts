import type { DecimalText, ErrorCode, JsonValue, Level } from "@daybook/protocol";

/** What one row of another tool becomes: the names are those of a record, absent ones are left out. */
export interface ImportedEvent {
  /** Canonical, UTC with microseconds. */
  timestamp: string;
  level: Level;
  service: string;
  event_type: string;
  message: string;
  logger?: string;
  symbol?: string;
  side?: string;
  price?: DecimalText;
  quantity?: DecimalText;
  fees?: DecimalText;
  pnl?: DecimalText;
  trade_id?: string;
  order_id?: string;
  strategy?: string;
  exchange?: string;
  currency?: string;
  environment?: string;
  data: Record<string, JsonValue>;
}

export interface ImportFault {
  code: ErrorCode;
  reason: string;
}

/**
 * One event, or why there is none. `number` is the same whenever the same content is read, and unique and rising among the
 * events: the server takes what it has seen for known. `line` is where a person finds it: the line of a text, the record of a
 * table, the trade of a database.
 */
export type ImportedRow =
  | { number: number; line: number; event: ImportedEvent }
  | { number: number; line: number; fault: ImportFault };

/** `undefined`, `null` and empty text are left out. */
export function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined | null }): T {
  const kept: Partial<T> = {};
  for (const key of Object.keys(fields) as (keyof T)[]) {
    const value = fields[key];
    if (value !== undefined && value !== null && (value as unknown) !== "") kept[key] = value;
  }
  return kept as T;
}

export function rowFault(number: number, line: number, reason: string): ImportedRow {
  return { number, line, fault: { code: "DAYBOOK_IMPORT_ROW", reason } };
}
