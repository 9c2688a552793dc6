import { isPositive, magnitude } from "../exact.ts";
import { present, type ImportedEvent, type ImportedRow } from "../imported-row.ts";
import { amountCell, sideCell, sourceRow, timeCell } from "./cell-values.ts";
import { guessColumns, requireColumns, type Columns, type Role } from "./table-columns.ts";
import { tableRows, type RowReader } from "./table-rows.ts";

export interface TradesCsvOptions {
  delimiter: string;
  /** Column → field, where the names do not tell. */
  map: ReadonlyMap<string, string>;
  service: string;
}

/**
 * Events of any table of trades: `order_filled` of fills, `trade_exit` where each record has an entry and an exit. Throws when a column
 * that is needed cannot be told.
 */
export function tradesCsvRows(chunks: AsyncIterable<Buffer>, options: TradesCsvOptions): AsyncGenerator<ImportedRow[]> {
  return tableRows(chunks, { delimiter: options.delimiter, open: (header) => openTrades(header, options) });
}

function openTrades(header: readonly string[], { map, service }: TradesCsvOptions): RowReader {
  const columns = guessColumns(header, map);
  if (isRoundTrips(columns)) {
    if (!columns.has("exit_time")) requireColumns(columns, ["timestamp"], header);
    requireColumns(columns, ["symbol", "quantity", "entry_price", "exit_price"], header);
    return (cells) => roundTrip({ header, columns, cells, service });
  }
  requireColumns(columns, ["timestamp", "symbol", "side", "price", "quantity"], header);
  return (cells) => fill({ header, columns, cells, service });
}

/** Whether a record tells a whole trade. */
export function isRoundTrips(columns: Columns): boolean {
  return columns.has("entry_price") && columns.has("exit_price");
}

/** Whether all is there that a fill or a trade needs, so that the format may be taken without being asked. */
export function looksLikeTrades(header: readonly string[]): boolean {
  const columns = guessColumns(header);
  const needed: Role[] = isRoundTrips(columns)
    ? ["symbol", "quantity"]
    : ["timestamp", "symbol", "side", "price", "quantity"];
  return needed.every((role) => columns.has(role)) && (!isRoundTrips(columns) || columns.has("exit_time"));
}

interface Cells {
  header: readonly string[];
  columns: Columns;
  cells: readonly string[];
  service: string;
}

function fill({ header, columns, cells, service }: Cells): ImportedEvent | { problem: string } {
  const cell = (role: Role): string | undefined => cells[columns.get(role) ?? -1];
  const name = (role: Role): string => header[columns.get(role) ?? -1] ?? role;
  const timestamp = timeCell(cell("timestamp"));
  const side = sideCell(cell("side"));
  const quantity = amountCell(cell("quantity"));
  const price = amountCell(cell("price"));
  const symbol = cell("symbol")?.trim();
  if (timestamp === undefined) return { problem: `${name("timestamp")} is no time: ${quoted(cell("timestamp"))}` };
  if (!symbol) return { problem: `${name("symbol")} is empty` };
  if (side === undefined) return { problem: `${name("side")} is neither buy nor sell: ${quoted(cell("side"))}` };
  if (quantity === undefined || !isPositive(magnitude(quantity.amount)))
    return { problem: `${name("quantity")} is no amount: ${quoted(cell("quantity"))}` };
  if (price === undefined) return { problem: `${name("price")} is no amount: ${quoted(cell("price"))}` };
  const fee = amountCell(cell("fees"));
  // A sale is minus in some tables; the side has said it.
  const amount = magnitude(quantity.amount);
  return {
    timestamp,
    level: "INFO",
    service,
    event_type: "order_filled",
    message: `${side.toUpperCase()} ${symbol} ${amount} @ ${price.amount}`,
    ...present({
      symbol,
      side,
      price: price.amount,
      quantity: amount,
      fees: fee?.amount,
      pnl: amountCell(cell("pnl"))?.amount,
      order_id: cell("order_id")?.trim(),
      trade_id: cell("trade_id")?.trim(),
      strategy: cell("strategy")?.trim(),
      exchange: cell("exchange")?.trim(),
      currency: cell("currency")?.trim() || price.unit,
    }),
    data: {
      ...present({ fee_currency: cell("fee_currency")?.trim() || fee?.unit, leverage: cell("leverage") }),
      source_row: sourceRow(header, cells),
    },
  };
}

function roundTrip({ header, columns, cells, service }: Cells): ImportedEvent | { problem: string } {
  const cell = (role: Role): string | undefined => cells[columns.get(role) ?? -1];
  const closedAt = timeCell(cell("exit_time") ?? cell("timestamp"));
  const openedAt = timeCell(cell("entry_time"));
  const quantity = amountCell(cell("quantity"));
  const entry = amountCell(cell("entry_price"));
  const exit = amountCell(cell("exit_price"));
  const symbol = cell("symbol")?.trim();
  if (closedAt === undefined)
    return { problem: `the exit has no time: ${quoted(cell("exit_time") ?? cell("timestamp"))}` };
  if (!symbol) return { problem: "the symbol is empty" };
  if (quantity === undefined || !isPositive(magnitude(quantity.amount)))
    return { problem: `the quantity is no amount: ${quoted(cell("quantity"))}` };
  if (entry === undefined || exit === undefined) return { problem: "entry or exit price is no amount" };
  // Where no column says it, a negative quantity does.
  const opened = sideCell(cell("side")) ?? (quantity.amount.startsWith("-") ? "sell" : "buy");
  const amount = magnitude(quantity.amount);
  const pnl = amountCell(cell("pnl"))?.amount;
  return {
    timestamp: closedAt,
    level: "INFO",
    service,
    event_type: "trade_exit",
    message: `Exited ${opened === "buy" ? "long" : "short"} ${symbol} ${amount} @ ${exit.amount}${pnl === undefined ? "" : ` pnl ${pnl}`}`,
    ...present({
      symbol,
      side: opened === "buy" ? "sell" : "buy",
      price: exit.amount,
      quantity: amount,
      fees: amountCell(cell("fees"))?.amount,
      pnl,
      order_id: cell("order_id")?.trim(),
      trade_id: cell("trade_id")?.trim(),
      strategy: cell("strategy")?.trim(),
      exchange: cell("exchange")?.trim(),
      currency: cell("currency")?.trim() || amountCell(cell("pnl"))?.unit,
    }),
    data: {
      position_side: opened === "buy" ? "long" : "short",
      entry_price: entry.amount,
      ...present({
        entry_time: openedAt,
        duration_ms: openedAt === undefined ? undefined : Math.max(0, Date.parse(closedAt) - Date.parse(openedAt)),
        fee_currency: cell("fee_currency")?.trim(),
        leverage: cell("leverage"),
      }),
      source_row: sourceRow(header, cells),
    },
  };
}

const MAX_QUOTED_LENGTH = 60;

export function quoted(cell: string | undefined): string {
  if (cell === undefined || cell === "") return "it is empty";
  return JSON.stringify(cell.length <= MAX_QUOTED_LENGTH ? cell : `${cell.slice(0, MAX_QUOTED_LENGTH)}…`);
}
