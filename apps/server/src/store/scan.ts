import type { TradingEvent } from "@daybook/analytics";
import { DaybookError } from "@daybook/protocol";
import { REPORT_PAGE_ROWS } from "./limits.ts";
import type { Condition } from "./filter.ts";
import { LOGS_TABLE } from "./schema.ts";
import type { SearchContext } from "./search.ts";
import { upTo } from "./search.ts";

/** What analysis reads of an event, in the order of the columns. */
const COLUMNS = [
  "timestamp",
  "seq",
  "event_type",
  "id",
  "level",
  "service",
  "logger",
  "message",
  "request_id",
  "symbol",
  "strategy",
  "exchange",
  "side",
  "quantity",
  "price",
  "pnl",
  "fees",
  "currency",
  "order_id",
  "trade_id",
  "status",
  "exception_type",
  "exception_message",
  "host",
  "data",
] as const;

/** So many events of the greatest size fit into one answer. */
const LEAST_PAGE_ROWS = 100;

type Row = readonly [string, number, ...string[]];

/**
 * All events of a condition, oldest first, up to the number that can be found when the call begins, which it resolves to.
 * Page by page by (timestamp, seq): no answer holds more than a page, and the engine reads in the order of its key.
 *
 * @throws DaybookError when the engine is away, and the signal's reason.
 */
export async function scanEvents(
  context: SearchContext,
  condition: Condition,
  onEvent: (event: TradingEvent) => void,
  signal?: AbortSignal,
): Promise<number> {
  const asOfSeq = context.searchableSeq();
  const { where, params } = upTo(condition, asOfSeq);
  const select = `SELECT ${COLUMNS.join(", ")} FROM ${LOGS_TABLE} WHERE ${where}`;
  let last: Row | undefined;
  let pageRows = REPORT_PAGE_ROWS;
  for (;;) {
    signal?.throwIfAborted();
    const after =
      last === undefined ? "" : " AND (timestamp, seq) > ({after_time:DateTime64(6,'UTC')}, {after_seq:UInt64})";
    const place =
      last === undefined ? {} : { after_time: last[0].replace("T", " ").replace("Z", ""), after_seq: last[1] };
    const sql = `${select}${after} ORDER BY timestamp, seq LIMIT ${pageRows}`;
    let text: string;
    try {
      text = await context.client.searchText(sql, { ...params, ...place }, "JSONCompactEachRow");
    } catch (error) {
      // Events of the greatest size: a page of them is more than one answer may hold.
      const isTooLarge = error instanceof DaybookError && error.code === "DAYBOOK_STORE_TOO_LARGE";
      if (!isTooLarge || pageRows <= LEAST_PAGE_ROWS) throw error;
      pageRows = Math.max(LEAST_PAGE_ROWS, Math.floor(pageRows / 8));
      continue;
    }
    let count = 0;
    for (const line of text.split("\n")) {
      if (line === "") continue;
      last = JSON.parse(line) as Row;
      onEvent(eventOf(last));
      count++;
    }
    if (count < pageRows) return asOfSeq;
  }
}

function eventOf(row: Row): TradingEvent {
  const event: Record<string, unknown> = { timestamp: row[0], seq: row[1] };
  for (let at = 2; at < COLUMNS.length; at++) {
    const value = row[at] as string;
    if (value !== "") event[COLUMNS[at] as string] = COLUMNS[at] === "data" ? JSON.parse(value) : value;
  }
  return event as { timestamp: string; event_type: string };
}

/** How many events of a condition each service wrote at each level, up to the number that can be found. */
export async function countVolume(
  context: SearchContext,
  condition: Condition,
): Promise<{ service: string; level: string; count: number }[]> {
  const { where, params } = upTo(condition, context.searchableSeq());
  return context.client.searchRows(
    `SELECT service, level, count() AS count FROM ${LOGS_TABLE} WHERE ${where} GROUP BY service, level ORDER BY service, level`,
    params,
  );
}
