import type { DecimalText } from "./decimal.ts";
import type { Level } from "./levels.ts";

/** JSON as it is kept: numbers that a float64 would change travel as strings. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

/**
 * One event as the journal holds it. Absent means absent: no field is ever null. Times are RFC 3339
 * UTC with six fraction digits (`2024-01-15T10:30:45.123456Z`).
 */
export interface LogRecord {
  /** Journal number, from 1, without holes. Added by the collector. */
  seq: number;
  timestamp: string;
  level: Level;
  service: string;
  logger?: string;
  event_type: string;
  message: string;
  id: string;
  producer?: string;
  producer_seq?: number;
  environment?: string;
  session_id?: string;
  request_id?: string;
  user_id?: string;
  trace_id?: string;
  span_id?: string;
  symbol?: string;
  strategy?: string;
  order_id?: string;
  trade_id?: string;
  side?: string;
  quantity?: DecimalText;
  price?: DecimalText;
  pnl?: DecimalText;
  fees?: DecimalText;
  currency?: string;
  exchange?: string;
  status?: string;
  data?: JsonObject;
  exception_type?: string;
  exception_message?: string;
  stack_trace?: string[];
  ip_address?: string;
  user_agent?: string;
  host?: string;
  pid?: number;
  file?: string;
  line?: number;
  /** Receive time by the collector's clock; never goes backwards. */
  collected_at: string;
  audit_index?: number;
}

/** A record that has passed the door and waits for its journal number. */
export type IncomingRecord = Omit<LogRecord, "seq">;

export type RecordField = keyof LogRecord;

/** How a field is held: decides coercion at the door, the column in the store and comparison in queries. */
export type FieldKind = "integer" | "time" | "level" | "keyword" | "text" | "decimal" | "data" | "lines";

/** Every field in the order in which it is written. The order is part of the format: `golden/` holds it. */
export const RECORD_FIELDS: { readonly [F in RecordField]-?: FieldKind } = {
  seq: "integer",
  timestamp: "time",
  level: "level",
  service: "keyword",
  logger: "keyword",
  event_type: "keyword",
  message: "text",
  id: "keyword",
  producer: "keyword",
  producer_seq: "integer",
  environment: "keyword",
  session_id: "keyword",
  request_id: "keyword",
  user_id: "keyword",
  trace_id: "keyword",
  span_id: "keyword",
  symbol: "keyword",
  strategy: "keyword",
  order_id: "keyword",
  trade_id: "keyword",
  side: "keyword",
  quantity: "decimal",
  price: "decimal",
  pnl: "decimal",
  fees: "decimal",
  currency: "keyword",
  exchange: "keyword",
  status: "keyword",
  data: "data",
  exception_type: "keyword",
  exception_message: "text",
  stack_trace: "lines",
  ip_address: "keyword",
  user_agent: "text",
  host: "keyword",
  pid: "integer",
  file: "keyword",
  line: "integer",
  collected_at: "time",
  audit_index: "integer",
};

export const FIELD_NAMES = Object.keys(RECORD_FIELDS) as readonly RecordField[];
