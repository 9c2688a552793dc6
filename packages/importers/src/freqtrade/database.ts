import { DaybookError } from "@daybook/protocol";
import type { Database, SqlJsStatic } from "sql.js";
import { amountOf, isPositive, minus } from "../exact.ts";
import { rowFault, type ImportedRow } from "../imported-row.ts";
import { MAX_DATABASE_BYTES } from "../limits.ts";
import { wholeFile } from "../whole-file.ts";
import { timedRows, type FaultyTrade } from "./timed-rows.ts";
import {
  isTrue,
  requireAmount,
  RowProblem,
  shown,
  textOf,
  timeOf,
  type SourceRow,
  type Trade,
  type TradeOrder,
} from "./trade.ts";

const REMAKE = 'Copy it while the bot runs with: sqlite3 tradesv3.sqlite ".backup trades-copy.sqlite"';

/**
 * Events of freqtrade's own database, in time order. What lies beside it in a write-ahead log is not seen. Rows that cannot
 * be read are faults, named by the trade's id.
 */
export async function* freqtradeDatabaseRows(
  chunks: AsyncIterable<Buffer>,
  service: string,
): AsyncGenerator<ImportedRow[]> {
  const bytes = await wholeFile(chunks, MAX_DATABASE_BYTES, "A freqtrade database");
  const sql = await loadSql();
  const database = new sql.Database(bytes);
  try {
    checkTables(database);
    const read: Read = { faults: [], damage: undefined };
    yield* timedRows(readTrades(database, read), read.faults, service);
    if (read.damage !== undefined) yield [rowFault(0, 0, read.damage)];
  } finally {
    database.close();
  }
}

/** Loaded when the first database is opened: other imports need not carry it. */
async function loadSql(): Promise<SqlJsStatic> {
  const { default: initSqlJs } = await import("sql.js");
  return initSqlJs();
}

/** What could not be read. */
interface Read {
  faults: FaultyTrade[];
  /** What is broken in the file itself. */
  damage: string | undefined;
}

/** One after the other: a million rows at once would not fit. */
function* readTrades(database: Database, read: Read): Generator<Trade> {
  const orders = new Map<number, SourceRow[]>();
  for (const row of readTable(database, "orders", read)) {
    const tradeId = Number(row["ft_trade_id"]);
    const list = orders.get(tradeId);
    if (list === undefined) orders.set(tradeId, [row]);
    else list.push(row);
  }
  let count = 0;
  for (const row of readTable(database, "trades", read)) {
    const id = Number(row["id"] ?? ++count);
    const number = Number.isSafeInteger(id) && id >= 0 ? id : ++count;
    const own = orders.get(number) ?? [];
    orders.delete(number);
    try {
      yield tradeOf(row, number, own);
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error;
      read.faults.push({ number, reason: `trade ${number}: ${error.message}` });
    }
  }
}

/** A view could be anything, also endless. */
function checkTables(database: Database): void {
  let tables: string[];
  try {
    const [found] = database.exec("SELECT name FROM sqlite_master WHERE type = 'table'");
    tables = (found?.values ?? []).map(([name]) => String(name));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DaybookError(
      "DAYBOOK_IMPORT_FILE",
      `The SQLite database cannot be read: ${reason}.`,
      { hint: REMAKE },
      { cause },
    );
  }
  if (tables.includes("trades")) return;
  const has = tables.length === 0 ? "no tables" : `the tables ${tables.slice(0, 10).join(", ")}`;
  throw new DaybookError("DAYBOOK_IMPORT_FILE", `This is no freqtrade database: it has ${has}, but no trades.`, {
    hint: "freqtrade keeps its trades in tradesv3.sqlite, or tradesv3.dryrun.sqlite for a dry run.",
  });
}

/** All rows up to the first that is damaged. */
function* readTable(database: Database, table: "trades" | "orders", read: Read): Generator<SourceRow> {
  try {
    // Versions without orders are from before 2021.
    const [found] = database.exec(`SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '${table}'`);
    if (found?.values[0]?.[0] !== 1) return;
    const statement = database.prepare(`SELECT * FROM ${table} ORDER BY id`);
    try {
      while (statement.step()) yield statement.getAsObject();
    } finally {
      statement.free();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    read.damage ??= `table ${table}: ${reason}; from here on nothing was read`;
  }
}

function tradeOf(row: SourceRow, number: number, orderRows: readonly SourceRow[]): Trade {
  const openedAt = timeOf(row["open_date"]);
  if (openedAt === undefined) throw new RowProblem(`open_date is ${shown(row["open_date"])}, not a time`);
  const symbol = textOf(row["pair"]);
  if (symbol === undefined) throw new RowProblem("pair is missing");
  const isOpen = isTrue(row["is_open"]);
  const closedAt = timeOf(row["close_date"]);
  if (!isOpen && closedAt === undefined)
    throw new RowProblem(`the trade is closed, but close_date is ${shown(row["close_date"])}`);
  const exchange = textOf(row["exchange"]);
  const isShort = isTrue(row["is_short"]);
  const currency = textOf(row["stake_currency"]) ?? stakeOf(symbol);
  const profit = isOpen
    ? amountOf(row["realized_profit"])
    : amountOf(row["close_profit_abs"] ?? row["realized_profit"]);
  return {
    label: `trade ${number}`,
    number,
    tradeId: `ft-${exchange ?? "exchange"}-${number}`,
    exchange,
    symbol,
    strategy: textOf(row["strategy"]),
    currency,
    isShort,
    isOpen,
    openedAt,
    closedAt,
    openRate: requireAmount(row, "open_rate"),
    closeRate: isOpen ? undefined : requireAmount(row, "close_rate"),
    amount: requireAmount(row, "amount"),
    stakeAmount: amountOf(row["stake_amount"]),
    leverage: amountOf(row["leverage"]),
    feeOpen: amountOf(row["fee_open"]),
    feeClose: amountOf(row["fee_close"]),
    feeOpenCost: costOf(row, "fee_open", currency),
    feeCloseCost: costOf(row, "fee_close", currency),
    profit,
    profitRatio: amountOf(row["close_profit"]),
    fundingFees: amountOf(row["funding_fees"]),
    enterTag: textOf(row["enter_tag"] ?? row["buy_tag"]),
    exitReason: textOf(row["exit_reason"] ?? row["sell_reason"]),
    orders: ordersOf(orderRows, isShort),
    row,
  };
}

/** `BTC/USDT` and `BTC/USDT:USDT` are paid in USDT; older databases say it only here. */
function stakeOf(pair: string): string | undefined {
  return /\/([^:/]+)(?::|$)/.exec(pair)?.[1];
}

/**
 * A fee that the exchange took in another currency is not in stake currency, and of a leveraged trade freqtrade writes the
 * fee of the stake alone: then the rate counts.
 */
function costOf(row: SourceRow, side: "fee_open" | "fee_close", currency: string | undefined): string | undefined {
  if (Number(row["leverage"] ?? 1) !== 1) return undefined;
  const feeCurrency = textOf(row[`${side}_currency`]);
  return feeCurrency !== undefined && feeCurrency === currency ? amountOf(row[`${side}_cost`]) : undefined;
}

function ordersOf(rows: readonly SourceRow[], isShort: boolean): TradeOrder[] {
  const orders: TradeOrder[] = [];
  for (const row of rows) {
    const filled = amountOf(row["filled"] ?? (row["status"] === "closed" ? row["amount"] : undefined));
    const filledAt = timeOf(row["order_filled_date"]) ?? timeOf(row["order_update_date"]) ?? timeOf(row["order_date"]);
    const price = amountOf(row["average"] ?? row["price"] ?? row["ft_price"]);
    // Orders that are open, cancelled or expired without a fill changed nothing.
    if (isTrue(row["ft_is_open"]) || !isPositive(filled) || filledAt === undefined) continue;
    if (!isPositive(price)) continue;
    const side = textOf(row["ft_order_side"]) ?? textOf(row["side"]) ?? "";
    orders.push({
      orderId: textOf(row["order_id"]),
      isEntry: side === (isShort ? "sell" : "buy"),
      side,
      filledAt,
      quantity: afterBaseFee(filled, amountOf(row["ft_fee_base"])),
      price,
      tag: textOf(row["ft_order_tag"]),
      row,
    });
  }
  return orders.sort((a, b) => (a.filledAt < b.filledAt ? -1 : a.filledAt > b.filledAt ? 1 : 0));
}

function afterBaseFee(filled: string, feeBase: string | undefined): string {
  return (feeBase === undefined ? undefined : minus(filled, feeBase)) ?? filled;
}
