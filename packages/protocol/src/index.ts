export { LEVELS, LEVEL_RANK, isLevel, parseLevelName, parseLevelNumber } from "./levels.ts";
export type { Level } from "./levels.ts";
export { FIELD_NAMES, RECORD_FIELDS, encodeRecord, isDecimalText, isFloatSafe } from "./record.ts";
export type { DecimalText, FieldKind, JsonObject, JsonValue, LogRecord, RecordField } from "./record.ts";
export { DaybookError, ERRORS } from "./errors.ts";
export type { ErrorCode, ErrorDefinition, Problem } from "./errors.ts";
export * from "./limits.ts";
export { ROLES } from "./api.ts";
export type {
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
