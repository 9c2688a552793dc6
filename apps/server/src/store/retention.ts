import { EVENT_TYPES, LEVELS, LEVEL_RANK, RETENTION_DAYS, categoryOf, retentionClassOf } from "@daybook/protocol";
import type { Level, RetentionClass } from "@daybook/protocol";

/** Days that events of each class are kept, counted from `collected_at`; null: for ever. */
export type RetentionDays = { readonly [C in RetentionClass]: number | null };

/** TTL times are 32-bit seconds: this is as far as "for ever" goes before it must be rewritten. */
const FOR_EVER = "toDateTime('2106-01-01 00:00:00', 'UTC')";

const TYPES = Object.keys(EVENT_TYPES);

/**
 * `retentionClassOf` of the protocol as SQL over `event_type` and `level`. A type whose class does not change with the level stands for
 * itself, all others are decided by level.
 */
export function retentionClassSql(): string {
  const fixed = TYPES.filter((type) => new Set(LEVELS.map((level) => retentionClassOf(type, level))).size === 1);
  const classes = fixed.map((type) => retentionClassOf(type, "INFO"));
  const byLevel = LEVELS.map((level) => retentionClassOf("a type of one's own", level));
  return (
    `if(transform(event_type, ${list(fixed)}, ${list(classes)}, '') != '', ` +
    `transform(event_type, ${list(fixed)}, ${list(classes)}, ''), ` +
    `transform(level, ${list(LEVELS)}, ${list(byLevel)}, 'info'))`
  );
}

export function categorySql(): string {
  return `transform(event_type, ${list(TYPES)}, ${list(TYPES.map(categoryOf))}, 'custom')`;
}

export function levelRankSql(): string {
  const ranks = LEVELS.map((level: Level) => LEVEL_RANK[level]).join(", ");
  return `transform(level, ${list(LEVELS)}, [${ranks}], ${LEVEL_RANK.INFO})`;
}

/**
 * Partitions hold one class and a span of `collected_at` that is short against the class's life, since a part is dropped only when all
 * of it has expired: days for 7 days, weeks for 30, else months.
 */
export const PARTITION_SQL =
  "(retention_class, multiIf(retention_class = 'debug', toDate(collected_at), retention_class = 'info', toMonday(collected_at), toStartOfMonth(collected_at)))";

/** When a row may go. */
export function ttlSql(days: RetentionDays): string {
  const kept = Object.entries(days).filter((entry): entry is [string, number] => entry[1] !== null);
  const names = list(kept.map(([name]) => name));
  const counts = kept.map(([, count]) => count).join(", ");
  return (
    `if(retention_class IN ${list(kept.map(([name]) => name))}, ` +
    `toDateTime(collected_at) + toIntervalDay(transform(retention_class, ${names}, [${counts}], 0)), ${FOR_EVER})`
  );
}

export function retentionDays(changed: Partial<RetentionDays> = {}): RetentionDays {
  return { ...RETENTION_DAYS, ...changed };
}

function list(names: readonly string[]): string {
  return `[${names.map((name) => `'${name}'`).join(", ")}]`;
}
