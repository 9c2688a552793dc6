import { DaybookError, type LogRecord, type SearchRequest } from "@daybook/protocol";
import { compileQuery, parseQuery, type Predicate, type Query } from "@daybook/query";
import { usageFailure } from "../command-failure.ts";
import type { LineHead } from "./line-head.ts";
import { createNeedleTest } from "./needles.ts";

/** A search request as conditions on records, and on what can be read of a line without parsing it. */
export interface EventFilter {
  matches: Predicate;
  /** False when no event with this head can match. */
  mayMatch(head: LineHead): boolean;
  /** False when no event of this line can match; undefined when its bytes do not tell. */
  mayHold: ((line: Buffer) => boolean) | undefined;
  /** Events before this time do not match; undefined when they may. */
  from: string | undefined;
}

/** The filter of a search with the same meaning as on the server. Throws DaybookError where the server answers 400. */
export function createEventFilter(
  request: Pick<SearchRequest, "query" | "start_time" | "end_time">,
  nowMs: number,
): EventFilter {
  const now = { now: () => nowMs };
  const parts = [parseQuery(request.query ?? "", now)].flatMap((query) =>
    query.kind === "and" ? query.operands : [query],
  );
  if (request.start_time !== undefined) parts.push(instantOf("--start", "timestamp:>=", request.start_time, nowMs));
  if (request.end_time !== undefined) parts.push(instantOf("--end", "timestamp:<", request.end_time, nowMs));
  const timed = parts.filter(isTimed).map(compileQuery);
  const ranked = parts.filter((part) => part.kind === "level").map(compileQuery);
  const froms = parts.flatMap((part) =>
    isTimed(part) && part.kind === "time" && part.from !== null ? [part.from] : [],
  );
  return {
    matches: all(parts.map(compileQuery)),
    mayMatch(head) {
      // The conditions look at nothing but the time and the level.
      const record = { timestamp: head.timestamp, level: head.level ?? "INFO" } as LogRecord;
      if (!timed.every((matches) => matches(record))) return false;
      return head.level === undefined || ranked.every((matches) => matches(record));
    },
    mayHold: createNeedleTest(parts),
    from: froms.toSorted().at(-1),
  };
}

function all(predicates: readonly Predicate[]): Predicate {
  const [only] = predicates;
  if (predicates.length === 1 && only !== undefined) return only;
  return (record) => predicates.every((matches) => matches(record));
}

function isTimed(part: Query): boolean {
  return part.kind === "time" && part.field === "timestamp";
}

/** The same reading of a time as the server's: its first instant. */
function instantOf(flag: string, field: string, text: string, nowMs: number): Query {
  try {
    const query = parseQuery(`timestamp:>=${text}`, { now: () => nowMs });
    if (query.kind === "time" && query.from !== null)
      return parseQuery(`${field}"${query.from}"`, { now: () => nowMs });
  } catch (error) {
    if (!(error instanceof DaybookError)) throw error;
  }
  throw usageFailure(`${flag} ${text} is not a time.`, "For example 15m, 24h, 7d, 2024-01-15, 2024-01-15T10:30:00Z.");
}
