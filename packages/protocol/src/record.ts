import type { Level } from "./levels.ts";

/** JSON as it is kept: numbers that a float64 would change travel as strings. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

/**
 * Exact decimal text, for example `"0.0000964"` or `"9.64e-05"`: `-?digits[.digits][e±digits]`.
 * Never a float64.
 */
export type DecimalText = string;

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

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Whether `text` is a decimal in JSON's number grammar, the only spelling kept as {@link DecimalText}. */
export function isDecimalText(text: string): boolean {
  return DECIMAL.test(text);
}

const SHORT_DECIMAL = /^-?\d{1,9}(?:\.\d{1,6})?$/;

/**
 * Whether a float64 holds this decimal exactly enough to print it back with the same value. Such
 * decimals are written as JSON numbers, all others as JSON strings, so that no reader loses a digit.
 */
export function isFloatSafe(text: DecimalText): boolean {
  if (SHORT_DECIMAL.test(text)) return true;
  const value = Number(text);
  return Number.isFinite(value) && sameDecimal(text, String(value));
}

function sameDecimal(a: string, b: string): boolean {
  return a === b || decimalKey(a) === decimalKey(b);
}

/** Sign, digits without outer zeros, and exponent: equal for equal values. */
function decimalKey(text: string): string {
  const negative = text.startsWith("-");
  const [mantissa = "", exponent = "0"] = (negative ? text.slice(1) : text).toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = (whole + fraction).replace(/^0+/, "");
  const trimmed = digits.replace(/0+$/, "");
  if (trimmed === "") return "0";
  // BigInt: a hostile exponent may have thousands of digits.
  const scale = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - trimmed.length);
  return `${negative ? "-" : ""}${trimmed}e${scale}`;
}

/**
 * The canonical line of a record, without a newline: fields in the order of {@link RECORD_FIELDS},
 * absent ones left out. The same record gives the same bytes for ever; `decodeRecord` is its inverse.
 */
export function encodeRecord(record: LogRecord): string {
  let line = `{"seq":${record.seq}`;
  for (let i = 1; i < FIELD_NAMES.length; i++) {
    const name = FIELD_NAMES[i] as RecordField;
    const value = record[name];
    if (value === undefined) continue;
    const kind = RECORD_FIELDS[name];
    if (kind === "decimal") {
      line += isFloatSafe(value as string) ? `,"${name}":${value as string}` : `,"${name}":"${value as string}"`;
    } else {
      line += `,"${name}":${JSON.stringify(value)}`;
    }
  }
  return `${line}}`;
}
