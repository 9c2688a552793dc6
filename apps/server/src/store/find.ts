import { MAX_CONTEXT_EVENTS } from "./limits.ts";
import { linesOfRows } from "./row-line.ts";
import { LINE_COLUMNS, LOGS_TABLE } from "./schema.ts";
import type { SearchContext } from "./search.ts";
import { parameterError } from "./filter.ts";

export interface ContextOptions {
  before: number;
  after: number;
  /** Neighbours of the same producer, of the same service, or all. */
  scope: "producer" | "service" | "all";
}

export interface ContextLines {
  before: string[];
  event: string;
  after: string[];
}

const SELECT_LINES = `SELECT ${LINE_COLUMNS.join(", ")} FROM ${LOGS_TABLE}`;

/** The exact line of an event; `undefined` when there is none. */
export function getById(context: SearchContext, id: string): Promise<string | undefined> {
  return first(context, "id = {id:String}", { id });
}

export function getBySeq(context: SearchContext, seq: number): Promise<string | undefined> {
  return first(context, "seq = {seq:UInt64}", { seq });
}

async function first(
  { client }: SearchContext,
  where: string,
  params: Record<string, unknown>,
): Promise<string | undefined> {
  const text = await client.searchText(
    `${SELECT_LINES} WHERE ${where} ORDER BY seq LIMIT 1`,
    params,
    "JSONCompactEachRow",
  );
  return linesOfRows(text)[0];
}

interface Place {
  seq: number;
  producer?: string;
  service: string;
}

/** An event with its neighbours in the journal's order, oldest first on both sides. */
export async function findContext(
  context: SearchContext,
  id: string,
  options: ContextOptions,
): Promise<ContextLines | undefined> {
  for (const name of ["before", "after"] as const) {
    const value = options[name];
    if (!Number.isInteger(value) || value < 0 || value > MAX_CONTEXT_EVENTS) {
      throw parameterError(name, `a whole number from 0 to ${MAX_CONTEXT_EVENTS}`);
    }
  }
  const event = await getById(context, id);
  if (event === undefined) return undefined;
  const place = JSON.parse(event) as Place;
  const [before, after] = await Promise.all([
    neighbours(context, place, options.scope, "before", options.before),
    neighbours(context, place, options.scope, "after", options.after),
  ]);
  return { before: before.toReversed(), event, after };
}

/** First spans of journal numbers to look through: neighbours are mostly near, and a span is read by an index. */
const SPANS = [4_000, 400_000, Number.MAX_SAFE_INTEGER] as const;

async function neighbours(
  { client, searchableSeq }: SearchContext,
  place: Place,
  scope: ContextOptions["scope"],
  side: "before" | "after",
  wanted: number,
): Promise<string[]> {
  if (wanted === 0) return [];
  // An event without a producer came with its service.
  const column = scope === "producer" && place.producer === undefined ? "service" : scope;
  const same = column === "all" ? "" : ` AND ${column} = {same:String}`;
  const params: Record<string, unknown> = { limit: wanted };
  if (same !== "") params["same"] = column === "producer" ? place.producer : place.service;
  const last = searchableSeq();
  let found: string[] = [];
  for (const span of SPANS) {
    const low = side === "before" ? Math.max(0, place.seq - span) : place.seq + 1;
    const high = side === "before" ? place.seq - 1 : Math.min(last, place.seq + span);
    const text = await client.searchText(
      `${SELECT_LINES} WHERE seq BETWEEN {low:UInt64} AND {high:UInt64}${same} ORDER BY seq ${side === "before" ? "DESC" : "ASC"} LIMIT {limit:UInt32}`,
      { ...params, low, high: Math.max(high, 0) },
      "JSONCompactEachRow",
    );
    found = linesOfRows(text);
    if (found.length >= wanted || (side === "before" ? low === 0 : high === last)) break;
  }
  return found;
}
