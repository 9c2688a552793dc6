export { LEVELS, LEVEL_RANK, isLevel, parseLevelName, parseLevelNumber } from "./levels.ts";
export type { Level } from "./levels.ts";
export { FIELD_NAMES, RECORD_FIELDS } from "./record.ts";
export type { FieldKind, IncomingRecord, JsonObject, JsonValue, LogRecord, RecordField } from "./record.ts";
export { isDecimalText, isFloatSafe, parseDecimal } from "./decimal.ts";
export type { DecimalText } from "./decimal.ts";
export { encodeRecord } from "./encode.ts";
export { decodeRecord } from "./decode.ts";
export { erasedLine, parseErasedLine } from "./erased.ts";
export type { ErasedLine } from "./erased.ts";
export { parseJson } from "./json.ts";
export { MAX_TIMESTAMP, MIN_TIMESTAMP, formatTimestamp, parseTimestamp } from "./time.ts";
export { createIdGenerator } from "./id.ts";
export type { IdSource } from "./id.ts";
export { DaybookError } from "./daybook-error.ts";
export { ERRORS, problemOf } from "./errors.ts";
export type { ErrorCode, ErrorDefinition, Problem } from "./errors.ts";
export {
  MAX_LINE_BYTES,
  MAX_DEPTH,
  MAX_FIELDS,
  MAX_KEY_LENGTH,
  MAX_KEYWORD_LENGTH,
  MAX_DECIMAL_LENGTH,
  MAX_DECIMAL_EXPONENT,
  MAX_NOTES,
  MAX_QUERY_LENGTH,
} from "./limits.ts";
export { ROLES } from "./api.ts";
export type {
  AuditStatus,
  ContextReply,
  CountedValue,
  FacetsReply,
  HistogramReply,
  IngestReply,
  RejectedLine,
  Role,
  SavedView,
  SearchFilter,
  SearchReply,
  SearchRequest,
  SessionReply,
  StatsReply,
  StatusReply,
  StreamFrame,
  StreamRequest,
  WireRecord,
} from "./api.ts";
export { normaliseEvent, numberRecord } from "./normalise.ts";
export type { Door } from "./normalise.ts";
export { createRedactor } from "./redact.ts";
export type { Redactor, RedactorOptions } from "./redact.ts";
export { isEncryptedValue } from "./encrypted.ts";
export type { EncryptedValue } from "./encrypted.ts";
export { REDACTION_RULES } from "./redact-keys.ts";
export { squash as squashKey } from "./redact-keys.ts";
export type { KeyClass, RedactionRule } from "./redact-keys.ts";
export {
  CATEGORIES,
  EVENT_TYPES,
  RETENTION_DAYS,
  canonicalEventType,
  categoryOf,
  defaultLevelOf,
  isEventType,
  retentionClassOf,
} from "./event-types.ts";
export type { Category, EventType, EventTypeDefinition, RetentionClass } from "./event-types.ts";
export { EVENT_SCHEMAS } from "./payloads.ts";
export type { DecimalInput, EventPayload, EventPayloads } from "./payloads.ts";
export type { JsonSchema } from "./payload-fields.ts";
