import { FIELD_NAMES } from "@daybook/protocol";
import type { RecordField } from "@daybook/protocol";
import { SEARCH_INDEXES } from "@daybook/query";
import { PARTITION_SQL, categorySql, levelRankSql, retentionClassSql, ttlSql } from "./retention.ts";
import type { RetentionDays } from "./retention.ts";

export const DATABASE = "daybook";
export const LOGS_TABLE = `${DATABASE}.logs`;
/** Grows with each change of the table; docs/design/store.md says how old ones are brought up. */
export const SCHEMA_VERSION = 1;

/**
 * Few distinct values: a dictionary per block. Sizes are of the generator's events, per event: text 24.5 bytes for `data`, 16.3 for
 * `request_id` (random, cannot be less than 16), 8.7 for `message`; ZSTD(1) is smaller than ZSTD(3) where values are random digits.
 */
const LABEL = "LowCardinality(String) CODEC(ZSTD(1))";
const TEXT = "String CODEC(ZSTD(1))";
/** Ids that count up share their fronts: a longer look back halves them. */
const COUNTED_TEXT = "String CODEC(ZSTD(9))";
const INTEGER = "Int64 CODEC(T64, ZSTD(1))";
const COUNTER = "UInt64 CODEC(Delta, T64, ZSTD(1))";
/** Most clocks count milliseconds: the common divisor goes first. */
const TIME = "DateTime64(6, 'UTC') CODEC(GCD, Delta, T64, ZSTD(1))";

/** Types of the record's fields: absent is `''`, 0 or `[]`, never NULL. */
const COLUMN_TYPES: { readonly [F in RecordField]: string } = {
  seq: COUNTER,
  timestamp: TIME,
  level: LABEL,
  service: LABEL,
  logger: LABEL,
  event_type: LABEL,
  message: TEXT,
  id: COUNTED_TEXT,
  producer: LABEL,
  producer_seq: "Int64 CODEC(Delta, T64, ZSTD(1))",
  environment: LABEL,
  session_id: TEXT,
  request_id: TEXT,
  user_id: TEXT,
  trace_id: TEXT,
  span_id: TEXT,
  symbol: LABEL,
  strategy: LABEL,
  order_id: TEXT,
  trade_id: TEXT,
  side: LABEL,
  quantity: TEXT,
  price: TEXT,
  pnl: TEXT,
  fees: TEXT,
  currency: LABEL,
  exchange: LABEL,
  status: LABEL,
  data: TEXT,
  exception_type: LABEL,
  exception_message: TEXT,
  stack_trace: "Array(String) CODEC(ZSTD(1))",
  ip_address: TEXT,
  user_agent: TEXT,
  host: LABEL,
  pid: INTEGER,
  file: LABEL,
  line: INTEGER,
  collected_at: TIME,
  audit_index: INTEGER,
};

/** `empty_fields`: fields that are present though they hold `''`, 0 or `[]`, comma-separated; else such a value means absent. */
export const EMPTY_FIELDS_COLUMN = "empty_fields";

/** The columns from which a line is put together again, in the order in which they are selected. */
export const LINE_COLUMNS: readonly string[] = [...FIELD_NAMES, EMPTY_FIELDS_COLUMN];

/** Merged parts stay for so long. */
export const OLD_PARTS_LIFETIME_SECONDS = 60;

const SETTINGS: Readonly<Record<string, string | number>> = {
  // A repeated insert is known again by its token. Only the newest batch is ever repeated.
  non_replicated_deduplication_window: 1_000,
  fsync_after_insert: 1,
  fsync_part_directory: 1,
  // Merged parts replace synced ones, so they are synced too.
  min_compressed_bytes_to_fsync_after_merge: 1,
  old_parts_lifetime: OLD_PARTS_LIFETIME_SECONDS,
  ttl_only_drop_parts: 1,
  // Changed retention times reach old parts without their rows being written again.
  materialize_ttl_recalculate_only: 1,
  merge_with_ttl_timeout: 3_600,
  // Merged parts are removed in small portions and by one thread. Several at once hold the table's directory, and inserts wait a second to rename theirs into it.
  concurrent_part_removal_threshold: 1_000_000,
  cleanup_delay_period: 5,
  cleanup_delay_period_random_add: 1,
  max_cleanup_delay_period: 10,
};

/** Settings that only newer engines know. */
export const NEWER_SETTINGS: Readonly<Record<string, string | number>> = {
  // Small index files in one: saves an insert a tenth of its time.
  packed_skip_index_max_bytes: 1_048_576,
  // Buffers of columns grow from 16 kB: a merge of small parts takes 45 MB instead of 230.
  min_columns_to_activate_adaptive_write_buffer: 1,
};

export interface TableOptions {
  retention: RetentionDays;
  /** Those of {@link NEWER_SETTINGS} that the engine knows. */
  newerSettings?: readonly string[];
  /** Seconds between two looks for what has expired; one hour when not given. */
  ttlIntervalSeconds?: number | undefined;
}

/** What the table's comment says about it. */
export interface TableComment {
  schema: number;
  retention: RetentionDays;
}

export function createTableSql(table: string, options: TableOptions): string {
  const { retention, ttlIntervalSeconds, newerSettings = [] } = options;
  const settings = {
    ...SETTINGS,
    ...Object.fromEntries(newerSettings.map((name) => [name, NEWER_SETTINGS[name]])),
    ...(ttlIntervalSeconds === undefined ? {} : { merge_with_ttl_timeout: ttlIntervalSeconds }),
  };
  const parts = [
    ...FIELD_NAMES.map((name) => `${name} ${COLUMN_TYPES[name]}`),
    `${EMPTY_FIELDS_COLUMN} ${LABEL}`,
    `retention_class LowCardinality(String) MATERIALIZED ${retentionClassSql()} CODEC(ZSTD(1))`,
    // Computed from dictionaries when asked: as fast as stored, and no bytes.
    `level_rank UInt8 ALIAS ${levelRankSql()}`,
    `category LowCardinality(String) ALIAS ${categorySql()}`,
    ...SEARCH_INDEXES.map(
      ({ name, expression, type, granularity }) =>
        `INDEX ${name} ${expression} TYPE ${type}${granularity === undefined ? "" : ` GRANULARITY ${granularity}`}`,
    ),
    // Journal neighbours of an event, wherever its own time puts it.
    "INDEX seq_range seq TYPE minmax GRANULARITY 1",
  ];
  return `CREATE TABLE ${table} (
  ${parts.join(",\n  ")}
) ENGINE = MergeTree
PARTITION BY ${PARTITION_SQL}
ORDER BY (timestamp, seq)
TTL ${ttlSql(retention)}
SETTINGS ${Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ")}
COMMENT '${commentText({ schema: SCHEMA_VERSION, retention })}'`;
}

export function commentText(comment: TableComment): string {
  return JSON.stringify(comment);
}

export function parseComment(text: string): TableComment | undefined {
  try {
    const comment = JSON.parse(text) as Partial<TableComment>;
    return typeof comment.schema === "number" && comment.retention ? (comment as TableComment) : undefined;
  } catch {
    return undefined;
  }
}
