import type { DayRow, GroupRow, Trade } from "@daybook/analytics";
import { CSV_ROWS_A_CHUNK } from "../limits.ts";
import { DAY_COLUMNS, GROUP_COLUMNS, TRADE_COLUMNS } from "../tables/report-columns.ts";
import type { Cell, TableColumn } from "../tables/table-column.ts";
import { csvLine } from "./csv-cell.ts";

/**
 * Trades as CSV (RFC 4180, UTF-8, CRLF): a header, then a line a trade in the order given. Money is exact, shares are
 * float64, what is not known is empty, ids have a semicolon between them. In pieces of some hundred lines.
 */
export function tradesCsv(trades: Iterable<Trade>): Generator<string> {
  return csvOf(trades, TRADE_COLUMNS);
}

/** Days as CSV; see {@link tradesCsv}. */
export function daysCsv(days: Iterable<DayRow>): Generator<string> {
  return csvOf(days, DAY_COLUMNS);
}

/** Totals by symbol, strategy or another key as CSV; see {@link tradesCsv}. */
export function groupsCsv(rows: Iterable<GroupRow>): Generator<string> {
  return csvOf(rows, GROUP_COLUMNS);
}

function* csvOf<Row>(rows: Iterable<Row>, columns: readonly TableColumn<Row>[]): Generator<string> {
  let piece = csvLine(columns.map(({ name }) => name));
  let count = 0;
  for (const row of rows) {
    piece += csvLine(columns.map(({ read }) => cellText(read(row))));
    if (++count % CSV_ROWS_A_CHUNK === 0) {
      yield piece;
      piece = "";
    }
  }
  if (piece !== "") yield piece;
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  return typeof cell === "string" ? cell : cell.join(";");
}
