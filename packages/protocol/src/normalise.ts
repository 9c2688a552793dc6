import { countFields } from "./clean-data.ts";
import { Draft } from "./draft.ts";
import { DaybookError } from "./daybook-error.ts";
import { canonicalEventType } from "./event-types.ts";
import { ALIAS_NAMES, PINO_NAMES, applyAliases, takePinoLine } from "./normalise-aliases.ts";
import { takeException } from "./normalise-exception.ts";
import { decimalOf, integerOf, keywordOf, levelOf, linesOf, textOf, timestampOf } from "./normalise-fields.ts";
import { RECORD_FIELDS } from "./record.ts";
import type { IncomingRecord, JsonObject, LogRecord } from "./record.ts";
import type { Redactor } from "./redact.ts";

/** What the place where an event comes in knows. */
export interface Door {
  /** Receive time, canonical ({@link formatTimestamp}); also the timestamp of events that have none. */
  collectedAt: string;
  /** Id of an event that brings none. */
  newId(): string;
  redactor: Redactor;
  /** Service of an event that names none; `unknown` when the door does not know either. */
  defaultService?: string;
}

type Incoming =
  | "keyword"
  | "id"
  | "text"
  | "decimal"
  | "integer"
  | "lines"
  | "level"
  | "time"
  | "event_type"
  | "data"
  | "container"
  | "alias"
  | "foreign";

/** Keyword fields whose text is never looked into for secrets: ids, symbols, numbers. */
const EXEMPT = new Set<string>(
  "id producer session_id request_id user_id trace_id span_id symbol order_id trade_id side currency ip_address".split(
    " ",
  ),
);
/** Given by the collector alone; from outside they are data. */
const FOREIGN = new Set<string>(["seq", "collected_at", "audit_index"]);
const CONTAINERS = ["metadata", "extra_data", "context"] as const;

const INCOMING: ReadonlyMap<string, Incoming> = new Map<string, Incoming>([
  ...Object.entries(RECORD_FIELDS).map(([field, kind]): [string, Incoming] => [
    field,
    FOREIGN.has(field) ? "foreign" : kind === "keyword" && EXEMPT.has(field) ? "id" : kind,
  ]),
  ["event_type", "event_type"],
  ...CONTAINERS.map((name): [string, Incoming] => [name, "container"]),
  ...ALIAS_NAMES.map((name): [string, Incoming] => [name, "alias"]),
]);

/**
 * Whatever a program sent → a record, by the rules of docs/reference/events.md ("At the door"): unknown fields move into
 * `data`, other spellings are taken, secrets are replaced, and a value that its field cannot hold moves into `data` with a note
 * in `data.invalid`. Nothing is lost silently, and one odd field never costs the event.
 *
 * `value` is meant to be JSON from {@link parseJson}; other JavaScript values are made JSON. The record may share objects with it.
 * Throws {@link DaybookError} when the value is no object, nested too deeply, or too wide.
 */
export function normaliseEvent(value: unknown, door: Door): IncomingRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new DaybookError("DAYBOOK_INGEST_NOT_AN_OBJECT", `the event is ${describe(value)}, not an object`);
  }
  const raw = value as Record<string, unknown>;
  const draft = new Draft(emptyRecord(door.collectedAt), door.redactor);
  const keys = Object.keys(raw);
  countFields(draft, keys.length);
  const pino = typeof raw["level"] === "number" && takePinoLine(draft, raw, door.collectedAt);
  let aliased = false;
  let contained = false;
  for (const key of keys) {
    if (pino && PINO_NAMES.has(key)) continue;
    const item = raw[key];
    const kind = INCOMING.get(key);
    if (kind === undefined || kind === "foreign") {
      draft.keep(key, item);
    } else if (item === null || item === undefined) {
      continue;
    } else if (kind === "alias") {
      aliased = true;
    } else if (kind === "container" || kind === "data") {
      contained = true;
    } else {
      takeField(draft, key, kind, item, door);
    }
  }
  if (aliased) {
    applyAliases(draft, raw);
    for (const name of ["exception", "err", "error"]) {
      if (Object.hasOwn(raw, name) && raw[name] !== null && raw[name] !== undefined)
        takeException(draft, name, raw[name]);
    }
  }
  return finish(draft, door, contained ? raw : undefined);
}

function takeField(draft: Draft, field: string, kind: Incoming, item: unknown, door: Door): void {
  const record = draft.record as unknown as Record<string, unknown>;
  switch (kind) {
    case "id":
      record[field] = keywordOf(draft, field, item);
      break;
    case "keyword":
      record[field] = redacted(draft, keywordOf(draft, field, item));
      break;
    case "event_type":
      record[field] = eventTypeOf(draft, item);
      break;
    case "text":
      record[field] = textOf(draft, field, item);
      break;
    case "decimal":
      record[field] = decimalOf(draft, field, item);
      break;
    case "integer":
      record[field] = integerOf(draft, field, item);
      break;
    case "lines":
      record[field] = linesOf(draft, field, item);
      break;
    case "level":
      record[field] = levelOf(draft, item);
      break;
    case "time":
      record[field] = timestampOf(draft, item, door.collectedAt);
      break;
    default:
      draft.keep(field, item);
  }
}

/** A shorter text holds no credential worth the name: `pwd=x`. */
const SHORTEST_SECRET = 8;

function redacted(draft: Draft, text: string | undefined): string | undefined {
  return text === undefined || text.length < SHORTEST_SECRET ? text : draft.redactor.redactText(text);
}

function eventTypeOf(draft: Draft, item: unknown): string | undefined {
  const text = redacted(draft, keywordOf(draft, "event_type", item));
  return text === undefined ? undefined : canonicalEventType(text);
}

function finish(draft: Draft, door: Door, raw: Record<string, unknown> | undefined): IncomingRecord {
  const { record } = draft;
  // Empty is as good as absent for the fields that every record has.
  record.service ||= door.defaultService ?? "unknown";
  record.message ??= record.event_type ?? "";
  record.event_type ||= "log";
  record.id ||= door.newId();
  const data = draft.finishData(assemble(draft, raw));
  if (data !== undefined) record.data = data;
  return record;
}

function assemble(draft: Draft, raw: Record<string, unknown> | undefined): JsonObject | undefined {
  if (raw === undefined) return draft.assembleData(undefined, []);
  const containers: (readonly [string, JsonObject])[] = [];
  for (const name of CONTAINERS) {
    const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
    if (isObject(value)) containers.push([name, value]);
    else if (value !== undefined && value !== null) draft.keep(name, value);
  }
  const own = Object.hasOwn(raw, "data") ? raw["data"] : undefined;
  if (!isObject(own) && own !== undefined && own !== null) draft.keep("data", own);
  return draft.assembleData(isObject(own) ? own : undefined, containers);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

/** All fields in the order of the record: one hidden class for all, which makes every reader behind the door faster. */
function emptyRecord(collectedAt: string): IncomingRecord {
  const empty: { [F in keyof LogRecord]: LogRecord[F] | undefined } = {
    seq: 0,
    timestamp: collectedAt,
    level: "INFO",
    service: undefined,
    logger: undefined,
    event_type: undefined,
    message: undefined,
    id: undefined,
    producer: undefined,
    producer_seq: undefined,
    environment: undefined,
    session_id: undefined,
    request_id: undefined,
    user_id: undefined,
    trace_id: undefined,
    span_id: undefined,
    symbol: undefined,
    strategy: undefined,
    order_id: undefined,
    trade_id: undefined,
    side: undefined,
    quantity: undefined,
    price: undefined,
    pnl: undefined,
    fees: undefined,
    currency: undefined,
    exchange: undefined,
    status: undefined,
    data: undefined,
    exception_type: undefined,
    exception_message: undefined,
    stack_trace: undefined,
    ip_address: undefined,
    user_agent: undefined,
    host: undefined,
    pid: undefined,
    file: undefined,
    line: undefined,
    collected_at: collectedAt,
    audit_index: undefined,
  };
  return empty as IncomingRecord;
}

/** Gives a record its journal number, in place. */
export function numberRecord(record: IncomingRecord, seq: number): LogRecord {
  (record as LogRecord).seq = seq;
  return record as LogRecord;
}
