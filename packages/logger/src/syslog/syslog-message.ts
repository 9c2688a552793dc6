import type { JsonObject, JsonValue, Level } from "@daybook/protocol";
import { parseJson } from "@daybook/protocol";

/** Severity of each level (RFC 5424 §6.2.1); the structured data names the level exactly. */
export const SYSLOG_SEVERITY: Readonly<Record<Level, number>> = {
  DEBUG: 7,
  INFO: 6,
  SIGNAL_RECEIVED: 6,
  AI_DECISION: 6,
  TRADE_EXECUTED: 5,
  WARNING: 4,
  RISK_ALERT: 4,
  ERROR: 3,
  CRITICAL: 2,
};

export interface SyslogFormat {
  /** 0 to 23. */
  readonly facility: number;
  /** Default: the record's service. */
  readonly appName: string | undefined;
  /** What stands in MSG: the whole record as JSON, the same with the cookie `@cee:`, or the message alone. */
  readonly body: "json" | "cee" | "text";
  /** `NAME@ENTERPRISE-NUMBER` of the structured data. */
  readonly structuredDataId: string;
  readonly maxBytes: number;
}

/** Fields that people filter by; everything else is in MSG. */
const PARAMETERS = [
  "level",
  "id",
  "service",
  "logger",
  "environment",
  "session_id",
  "request_id",
  "user_id",
  "trace_id",
  "span_id",
  "symbol",
  "strategy",
  "order_id",
  "trade_id",
  "side",
  "quantity",
  "price",
  "pnl",
  "fees",
  "currency",
  "exchange",
  "status",
] as const;

/** The fewest that tell which event it is, when there is no room for more. */
const FEWEST = ["level", "id"] as const;

/**
 * A record's line as an RFC 5424 message. MSG has no byte order mark: it is UTF-8 all the same (MSG-ANY), and a mark in
 * front of the JSON breaks every parser behind the server. What is longer than `maxBytes` carries the message instead of
 * the record, cut between characters, and says so by the parameter `cut`, the number of bytes that it would have had.
 */
export function formatSyslog(line: string, level: Level, format: SyslogFormat): Buffer {
  const record = parseJson(line) as JsonObject;
  const head = headOf(record, level, format);
  const message = textOf(record["message"]);
  const text = format.body === "text" ? message : `${format.body === "cee" ? "@cee: " : ""}${line}`;
  const whole = Buffer.from(`${head} ${structuredData(record, PARAMETERS, format, undefined)} ${text}`);
  if (whole.length <= format.maxBytes) return whole;
  const full = Buffer.from(`${head} ${structuredData(record, PARAMETERS, format, whole.length)} ${message}`);
  const lead = full.length - Buffer.byteLength(message);
  if (lead <= format.maxBytes) return cutAt(full, format.maxBytes);
  return cutAt(
    Buffer.from(`${head} ${structuredData(record, FEWEST, format, whole.length)} ${message}`),
    format.maxBytes,
  );
}

/** `<PRI>1 TIMESTAMP HOSTNAME APP-NAME PROCID MSGID`; a record's timestamp has the form that RFC 5424 wants. */
function headOf(record: JsonObject, level: Level, { facility, appName }: SyslogFormat): string {
  const priority = facility * 8 + SYSLOG_SEVERITY[level];
  const { timestamp, host, service, pid, event_type: eventType } = record;
  const names = [name(host, 255), name(appName ?? service, 48), name(pid, 128), name(eventType, 32)];
  return `<${priority}>1 ${textOf(timestamp)} ${names.join(" ")}`;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

/** Printable ASCII without spaces, or `-`. */
function name(value: JsonValue | undefined, maxLength: number): string {
  if (typeof value !== "string" && typeof value !== "number") return "-";
  return (
    String(value)
      .replace(/[^\x21-\x7e]/g, "_")
      .slice(0, maxLength) || "-"
  );
}

function structuredData(
  record: JsonObject,
  names: readonly string[],
  { structuredDataId }: SyslogFormat,
  cut: number | undefined,
): string {
  let parameters = cut === undefined ? "" : ` cut="${cut}"`;
  for (const field of names) {
    const value = record[field];
    // RFC 5424 §6.3.3: these three and nothing else is escaped. A line feed would end the message for some readers.
    if (typeof value === "string" || typeof value === "number") {
      parameters += ` ${field}="${String(value)
        .replace(/["\\\]]/g, "\\$&")
        .replace(/[\r\n]/g, " ")}"`;
    }
  }
  return `[${structuredDataId}${parameters}]`;
}

function cutAt(bytes: Buffer, maxBytes: number): Buffer {
  if (bytes.length <= maxBytes) return bytes;
  let end = maxBytes;
  // A byte 10xxxxxx continues a character.
  while (((bytes[end] as number) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}
