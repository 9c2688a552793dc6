import { LEVEL_RANK, formatTimestamp } from "@daybook/protocol";
import type { CountedValue, Level, StatsReply } from "@daybook/protocol";
import { parameterError, sqlTime } from "./filter.ts";
import { STATS_VALUES } from "./limits.ts";
import { LOGS_TABLE } from "./schema.ts";
import type { SearchContext } from "./search.ts";

const MINUTE_MS = 60_000;
/** Length of a range and of the steps of its trend. */
const RANGES: { readonly [R in StatsReply["range"]]: { lengthMs: number; stepMs: number } } = {
  "1h": { lengthMs: 60 * MINUTE_MS, stepMs: MINUTE_MS },
  "24h": { lengthMs: 24 * 60 * MINUTE_MS, stepMs: 30 * MINUTE_MS },
  "7d": { lengthMs: 7 * 24 * 60 * MINUTE_MS, stepMs: 2 * 60 * MINUTE_MS },
};

interface Combination {
  level: Level;
  service: string;
  event_type: string;
  count: number;
}

/** Counts of the last hour, day or week by `timestamp`, with the range before for comparison. */
export async function stats(context: SearchContext, range: StatsReply["range"]): Promise<StatsReply> {
  const known = Object.hasOwn(RANGES, range) ? RANGES[range] : undefined;
  if (!known) throw parameterError("range", "1h, 24h or 7d");
  const { lengthMs, stepMs } = known;
  const endMs = context.nowMs();
  const startMs = endMs - lengthMs;
  const asOfSeq = context.searchableSeq();
  const span = (fromMs: number, beforeMs: number): Record<string, unknown> => ({
    from: sqlTime(formatTimestamp(fromMs * 1000)),
    before: sqlTime(formatTimestamp(beforeMs * 1000)),
    as_of: asOfSeq,
    error: LEVEL_RANK.ERROR,
  });
  const within = `FROM ${LOGS_TABLE} WHERE timestamp >= {from:DateTime64(6,'UTC')} AND timestamp < {before:DateTime64(6,'UTC')} AND seq <= {as_of:UInt64}`;
  const [combinations, steps, before] = await Promise.all([
    context.client.searchRows<Combination>(
      `SELECT level, service, event_type, count() AS count ${within} GROUP BY level, service, event_type`,
      span(startMs, endMs),
    ),
    context.client.searchRows<{ step: number; total: number; errors: number }>(
      `SELECT intDiv(toUnixTimestamp64Micro(timestamp) - {start:Int64}, {step_us:Int64}) AS step, count() AS total, countIf(level_rank >= {error:UInt8}) AS errors ${within} GROUP BY step`,
      { ...span(startMs, endMs), start: startMs * 1000, step_us: stepMs * 1000 },
    ),
    context.client.searchRows<{ total: number; errors: number }>(
      `SELECT count() AS total, countIf(level_rank >= {error:UInt8}) AS errors ${within}`,
      span(startMs - lengthMs, startMs),
    ),
  ]);
  const trend = Array.from({ length: lengthMs / stepMs }, (_, at) => ({
    time: formatTimestamp((startMs + at * stepMs) * 1000),
    total: 0,
    errors: 0,
  }));
  for (const { step, total, errors } of steps) Object.assign(trend[step] ?? {}, { total, errors });
  const { total = 0, errors = 0 } = before[0] ?? {};
  return {
    range,
    start_time: formatTimestamp(startMs * 1000),
    end_time: formatTimestamp(endMs * 1000),
    ...summed(combinations),
    previous: { total, errors },
    error_trend: trend,
    as_of_seq: asOfSeq,
  };
}

function summed(
  combinations: readonly Combination[],
): Pick<StatsReply, "total" | "errors" | "by_level" | "by_service" | "by_event_type"> {
  const levels = sumBy(combinations, (row) => row.level);
  const errors = combinations.filter(({ level }) => LEVEL_RANK[level] >= LEVEL_RANK.ERROR);
  return {
    total: combinations.reduce((sum, { count }) => sum + count, 0),
    errors: errors.reduce((sum, { count }) => sum + count, 0),
    by_level: Object.fromEntries(levels.map(({ value, count }) => [value, count])),
    by_service: sumBy(combinations, (row) => row.service).slice(0, STATS_VALUES),
    by_event_type: sumBy(combinations, (row) => row.event_type).slice(0, STATS_VALUES),
  };
}

/** Most frequent first. */
function sumBy(rows: readonly Combination[], valueOf: (row: Combination) => string): CountedValue[] {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(valueOf(row), (sums.get(valueOf(row)) ?? 0) + row.count);
  return [...sums]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
