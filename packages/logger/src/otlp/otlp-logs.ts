import type { JsonObject, JsonValue, Level } from "@daybook/protocol";
import { RECORD_FIELDS, parseJson } from "@daybook/protocol";

/** SeverityNumber of each level; the SeverityText beside it names the level exactly. */
export const SEVERITY_NUMBER: Readonly<Record<Level, number>> = {
  DEBUG: 5,
  INFO: 9,
  SIGNAL_RECEIVED: 10,
  AI_DECISION: 11,
  TRADE_EXECUTED: 12,
  WARNING: 13,
  RISK_ALERT: 14,
  ERROR: 17,
  CRITICAL: 21,
};

type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } }
  | { readonly kvlistValue: { readonly values: readonly KeyValue[] } }
  /** An empty value: null. */
  | Record<string, never>;

interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

interface ScopeLogs {
  readonly scope: { readonly name: string };
  readonly logRecords: object[];
}

interface ResourceLogs {
  readonly resource: { readonly attributes: readonly KeyValue[] };
  readonly scopeLogs: ScopeLogs[];
}

/** Record fields that have a place or a conventional name of their own; the others keep their name as attributes. */
const RESOURCE_NAMES: readonly (readonly [string, string])[] = [
  ["service", "service.name"],
  ["environment", "deployment.environment.name"],
  ["host", "host.name"],
  ["pid", "process.pid"],
];
const EXCEPTION_NAMES: Readonly<Record<string, string>> = {
  exception_type: "exception.type",
  exception_message: "exception.message",
  stack_trace: "exception.stacktrace",
};
const PLACED = new Set([...RESOURCE_NAMES.map(([field]) => field), "timestamp", "level", "logger", "message", "data"]);

/**
 * Records as an OTLP ExportLogsServiceRequest in JSON (opentelemetry-proto 1.5, `opentelemetry/proto/logs/v1`).
 * `ndjson` holds lines of this logger. The order is kept: what follows each other from the same resource
 * and logger is put together.
 */
export function otlpLogs(ndjson: string): string {
  const resourceLogs: ResourceLogs[] = [];
  let resourceKey = "";
  for (const line of ndjson.trimEnd().split("\n")) {
    const record = parseJson(line) as JsonObject;
    const attributes = RESOURCE_NAMES.flatMap(([field, name]) => attribute(name, record[field]));
    const key = JSON.stringify(attributes);
    if (key !== resourceKey) resourceLogs.push({ resource: { attributes }, scopeLogs: [] });
    resourceKey = key;
    const { scopeLogs } = resourceLogs.at(-1) as ResourceLogs;
    const name = typeof record["logger"] === "string" ? record["logger"] : "";
    if (scopeLogs.at(-1)?.scope.name !== name) scopeLogs.push({ scope: { name }, logRecords: [] });
    (scopeLogs.at(-1) as ScopeLogs).logRecords.push(logRecord(record));
  }
  return JSON.stringify({ resourceLogs });
}

function logRecord(record: JsonObject): object {
  const { timestamp, level, message, trace_id: traceId, span_id: spanId, data } = record;
  const time = nanoseconds(textOf(timestamp));
  const hasTrace = isId(traceId, 32);
  const hasSpan = isId(spanId, 16);
  const attributes: KeyValue[] = [];
  for (const [name, value] of Object.entries(record)) {
    if (PLACED.has(name) || (hasTrace && name === "trace_id") || (hasSpan && name === "span_id")) continue;
    attributes.push(...attribute(EXCEPTION_NAMES[name] ?? name, exact(name, value)));
  }
  for (const [name, value] of Object.entries((data as JsonObject | undefined) ?? {})) {
    // What has the name of a record's field is not that field.
    attributes.push(...attribute(Object.hasOwn(RECORD_FIELDS, name) ? `data.${name}` : name, value));
  }
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: SEVERITY_NUMBER[level as Level],
    severityText: level,
    body: { stringValue: textOf(message) },
    attributes,
    ...(hasTrace ? { traceId } : {}),
    ...(hasSpan ? { spanId } : {}),
  };
}

/** Money and quantities keep their text: a double would not. */
function exact(name: string, value: JsonValue | undefined): JsonValue | undefined {
  if (name === "stack_trace" && Array.isArray(value)) return value.map(textOf).join("\n");
  const kind = (RECORD_FIELDS as Readonly<Record<string, string>>)[name];
  return kind === "decimal" && typeof value === "number" ? String(value) : value;
}

function attribute(key: string, value: JsonValue | undefined): KeyValue[] {
  return value === undefined ? [] : [{ key, value: anyValue(value) }];
}

function anyValue(value: JsonValue): AnyValue {
  if (value === null) return {};
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  // 64-bit integers are texts in the JSON of protocol buffers.
  if (typeof value === "number")
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  const values = Object.entries(value).map(([key, member]) => ({ key, value: anyValue(member) }));
  return { kvlistValue: { values } };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

const HEX = /^[0-9a-f]+$/;
const ZERO = /^0+$/;

/** Trace and span ids are lower-case hexadecimal, and not all zero. */
function isId(value: JsonValue | undefined, length: number): boolean {
  return typeof value === "string" && value.length === length && HEX.test(value) && !ZERO.test(value);
}

/** Nanoseconds since 1970, as text, of a record's timestamp with its six digits. */
function nanoseconds(timestamp: string): string {
  const ms = Date.parse(`${timestamp.slice(0, 23)}Z`);
  return `${ms}${timestamp.slice(23, 26)}000`;
}
