import type { SearchRequest } from "@daybook/protocol";
import { filterCondition, filterHash, parameterError, sqlTime } from "./filter.ts";
import type { Condition } from "./filter.ts";
import { DEFAULT_SEARCH_LIMIT, MAX_SEARCH_LIMIT } from "./limits.ts";
import { parseCursor, printCursor } from "./page-cursor.ts";
import type { PageCursor } from "./page-cursor.ts";
import { linesOfRows } from "./row-line.ts";
import { LINE_COLUMNS, LOGS_TABLE } from "./schema.ts";
import type { StoreClient } from "./store-client.ts";

/** What every search needs. */
export interface SearchContext {
  client: StoreClient;
  /** The number up to which the table is complete; read before the query, and newer rows are left out. */
  searchableSeq: () => number;
  nowMs: () => number;
}

/** Exact canonical lines, in the order asked for. */
export interface FoundLines {
  lines: string[];
  total: number | null;
  next_cursor: string | null;
  as_of_seq: number;
}

const SELECT_LINES = `SELECT ${LINE_COLUMNS.join(", ")} FROM ${LOGS_TABLE}`;

/**
 * One page of events by (timestamp, seq). `as_of_seq` is a moment of the journal: the answer holds all matching events up to it and none
 * after, so a stream from there on continues it without gap or repeat.
 */
export async function search(context: SearchContext, request: SearchRequest): Promise<FoundLines> {
  const limit = request.limit ?? DEFAULT_SEARCH_LIMIT;
  if (!Number.isInteger(limit) || limit < 0 || limit > MAX_SEARCH_LIMIT) {
    throw parameterError("limit", `a whole number from 0 to ${MAX_SEARCH_LIMIT}`);
  }
  const order = request.order ?? "desc";
  const hash = filterHash(request, order);
  const cursor = request.cursor ? parseCursor(request.cursor, hash) : undefined;
  const asOfSeq = cursor?.asOfSeq ?? context.searchableSeq();
  const filter = filterCondition(request, context.nowMs());
  const total = request.total ?? (limit === 0 ? "exact" : "none");
  const [counted, lines] = await Promise.all([
    total === "exact" ? count(context, upTo(filter, asOfSeq)) : null,
    limit === 0 ? [] : pageUpTo(asOfSeq, context, filter, { order, cursor, limit: limit + 1 }),
  ]);
  const more = lines.length > limit;
  if (more) lines.pop();
  const last = lines.at(-1);
  const next = more && last !== undefined ? printCursor({ ...placeOf(last), asOfSeq, hash }) : null;
  return { lines, total: counted, next_cursor: next, as_of_seq: asOfSeq };
}

/** The condition, and nothing newer than `asOfSeq`. */
export function upTo({ where, params }: Condition, asOfSeq: number): Condition {
  return { where: `${where} AND seq <= {as_of:UInt64}`, params: { ...params, as_of: asOfSeq } };
}

async function count({ client }: SearchContext, { where, params }: Condition): Promise<number> {
  const [row] = await client.searchRows<{ total: number }>(
    `SELECT count() AS total FROM ${LOGS_TABLE} WHERE ${where}`,
    params,
  );
  return row?.total ?? 0;
}

interface PageRequest {
  order: "asc" | "desc";
  cursor: PageCursor | undefined;
  limit: number;
}

/**
 * Asks without the limit on numbers, and again with it when something newer was found, which happens only while a batch gets in. With it the
 * engine reads a column of all candidates (8 ms), and can remember nothing of what it found before, since the number is another each
 * time (a regular expression over 10M events: 365 ms instead of 26). Without any condition it would read all columns early (53 ms instead of 32).
 */
async function pageUpTo(
  asOfSeq: number,
  context: SearchContext,
  filter: Condition,
  request: PageRequest,
): Promise<string[]> {
  if (filter.where === "1") return page(context, upTo(filter, asOfSeq), request);
  const lines = await page(context, filter, request);
  const isNewer = (line: string): boolean => placeOf(line).seq > asOfSeq;
  return lines.some(isNewer) ? page(context, upTo(filter, asOfSeq), request) : lines;
}

async function page(
  { client }: SearchContext,
  { where, params }: Condition,
  { order, cursor, limit }: PageRequest,
): Promise<string[]> {
  const direction = order === "asc" ? "ASC" : "DESC";
  const values: Record<string, unknown> = { ...params, limit };
  let after = "";
  if (cursor) {
    const beyond = order === "asc" ? ">" : "<";
    // The first half alone lets the primary key skip what was given out before.
    after = ` AND timestamp ${beyond}= {c_time:DateTime64(6,'UTC')} AND (timestamp ${beyond} {c_time:DateTime64(6,'UTC')} OR seq ${beyond} {c_seq:UInt64})`;
    values["c_time"] = sqlTime(cursor.timestamp);
    values["c_seq"] = cursor.seq;
  }
  const text = await client.searchText(
    `${SELECT_LINES} WHERE ${where}${after} ORDER BY timestamp ${direction}, seq ${direction} LIMIT {limit:UInt32}`,
    values,
    "JSONCompactEachRow",
  );
  return linesOfRows(text);
}

const PLACE = /^\{"seq":(\d+),"timestamp":"([^"]+)"/;

/** Number and time of a canonical line: its first two members. */
function placeOf(line: string): { seq: number; timestamp: string } {
  const [, seq, timestamp] = PLACE.exec(line) as unknown as [string, string, string];
  return { seq: Number(seq), timestamp };
}
