import { createHash } from "node:crypto";
import { DaybookError, formatTimestamp } from "@daybook/protocol";
import { amountOf, isPositive } from "../exact.ts";
import { present, type ImportedEvent, type ImportedRow } from "../imported-row.ts";
import { MAX_BACKTEST_JSON_BYTES } from "../limits.ts";
import { wholeFile } from "../whole-file.ts";
import { isZip, resultInZip } from "./backtest-zip.ts";
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

const BACKTEST = "backtest";
const HINT = "freqtrade writes it with `freqtrade backtesting --export trades` into user_data/backtest_results.";

/**
 * Events of a back-test result, JSON or the zip around it: for each strategy the starting balance just before its first trade, then
 * the trades, in time order over all strategies. `environment` is `backtest`. Trades are numbered through in the order of the file.
 */
export async function* freqtradeBacktestRows(
  chunks: AsyncIterable<Buffer>,
  service: string,
): AsyncGenerator<ImportedRow[]> {
  const file = await wholeFile(chunks, MAX_BACKTEST_JSON_BYTES, "A back-test result");
  const json = isZip(file) ? await resultInZip(file) : file;
  const strategies = strategiesOf(parse(json));
  // Results of the same strategy must not share the ids of their trades.
  const run = createHash("sha256").update(json).digest("hex").slice(0, 8);
  const trades: Trade[] = [];
  const faults: FaultyTrade[] = [];
  const balances: ImportedEvent[] = [];
  for (const [name, result] of strategies) {
    const before = trades.length;
    readStrategy(name, result, { run, trades, faults });
    const balance = startingBalance(name, result, trades.slice(before), service);
    if (balance !== undefined) balances.push(balance);
  }
  for (const rows of timedRows(trades, faults, service, balances)) {
    for (const row of rows) if ("event" in row) row.event.environment = BACKTEST;
    yield rows;
  }
}

function parse(json: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(json);
  } catch (cause) {
    throw new DaybookError("DAYBOOK_IMPORT_FILE", "The back-test result is not UTF-8.", { hint: HINT }, { cause });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const isCut = /end of JSON|Unterminated/i.test(reason);
    const message = isCut
      ? "The back-test result is cut: its JSON ends too early. Nothing was imported."
      : `The back-test result is not JSON: ${reason}.`;
    throw new DaybookError("DAYBOOK_IMPORT_FILE", message, { hint: HINT }, { cause });
  }
}

function strategiesOf(result: unknown): [string, SourceRow][] {
  if (Array.isArray(result)) {
    throw new DaybookError(
      "DAYBOOK_IMPORT_FILE",
      "This is a back-test result of freqtrade before 2020, a list without names; it is not read.",
      { hint: "Run the back-test again with a freqtrade of 2021 or later." },
    );
  }
  const strategies = isRow(result) ? result["strategy"] : undefined;
  if (!isRow(strategies)) {
    throw new DaybookError("DAYBOOK_IMPORT_FILE", "This JSON is no back-test result: it has no object `strategy`.", {
      hint: HINT,
    });
  }
  return Object.entries(strategies).map(([name, value]) => {
    if (isRow(value) && Array.isArray(value["trades"])) return [name, value];
    throw new DaybookError("DAYBOOK_IMPORT_FILE", `The strategy ${shown(name)} has no list of trades.`, { hint: HINT });
  });
}

function isRow(value: unknown): value is SourceRow {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface Found {
  run: string;
  trades: Trade[];
  faults: FaultyTrade[];
}

function readStrategy(name: string, result: SourceRow, { run, trades, faults }: Found): void {
  const list = result["trades"] as unknown[];
  const numbered = trades.length + faults.length;
  for (const [index, row] of list.entries()) {
    const number = numbered + index + 1;
    try {
      if (!isRow(row)) throw new RowProblem("it is no object");
      trades.push(tradeOf(row, number, { name, run, place: index + 1, result }));
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error;
      faults.push({ number, reason: `trade ${index + 1} of ${shown(name)}: ${error.message}` });
    }
  }
}

interface Place {
  name: string;
  run: string;
  /** From 1, within the strategy. */
  place: number;
  result: SourceRow;
}

function tradeOf(row: SourceRow, number: number, { name, run, place, result }: Place): Trade {
  const openedAt = timeOf(row["open_timestamp"]) ?? timeOf(row["open_date"]);
  if (openedAt === undefined) throw new RowProblem(`open_date is ${shown(row["open_date"])}, not a time`);
  const symbol = textOf(row["pair"]);
  if (symbol === undefined) throw new RowProblem("pair is missing");
  const isOpen = isTrue(row["is_open"]);
  const closedAt = isOpen ? undefined : (timeOf(row["close_timestamp"]) ?? timeOf(row["close_date"]));
  if (!isOpen && closedAt === undefined) throw new RowProblem(`close_date is ${shown(row["close_date"])}, not a time`);
  const isShort = isTrue(row["is_short"]);
  return {
    label: `trade ${place} of ${name}`,
    number,
    tradeId: `bt-${run}-${name}-${place}`,
    exchange: textOf(result["exchange"]),
    symbol,
    strategy: name,
    currency: textOf(result["stake_currency"]) ?? /\/([^:/]+)(?::|$)/.exec(symbol)?.[1],
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
    feeOpenCost: undefined,
    feeCloseCost: undefined,
    profit: amountOf(row["profit_abs"]),
    profitRatio: amountOf(row["profit_ratio"] ?? row["profit_percent"]),
    fundingFees: amountOf(row["funding_fees"]),
    enterTag: textOf(row["enter_tag"] ?? row["buy_tag"]),
    exitReason: textOf(row["exit_reason"] ?? row["sell_reason"]),
    orders: ordersOf(row["orders"], isShort),
    row,
  };
}

function ordersOf(value: unknown, isShort: boolean): TradeOrder[] {
  if (!Array.isArray(value)) return [];
  const orders: TradeOrder[] = [];
  for (const row of value as unknown[]) {
    if (!isRow(row)) continue;
    const quantity = amountOf(row["filled"] ?? row["amount"]);
    const price = amountOf(row["safe_price"] ?? row["average"] ?? row["price"]);
    const filledAt = timeOf(row["order_filled_timestamp"]) ?? timeOf(row["order_filled_date"]);
    if (!isPositive(quantity) || !isPositive(price) || filledAt === undefined) continue;
    const side = textOf(row["ft_order_side"]) ?? "";
    const isEntry = typeof row["ft_is_entry"] === "boolean" ? row["ft_is_entry"] : side === (isShort ? "sell" : "buy");
    orders.push({
      orderId: textOf(row["order_id"]),
      isEntry,
      side,
      filledAt,
      quantity,
      price,
      tag: textOf(row["ft_order_tag"]),
      row,
    });
  }
  return orders.sort((a, b) => (a.filledAt < b.filledAt ? -1 : a.filledAt > b.filledAt ? 1 : 0));
}

function startingBalance(
  name: string,
  result: SourceRow,
  trades: readonly Trade[],
  service: string,
): ImportedEvent | undefined {
  const total = amountOf(result["starting_balance"] ?? result["dry_run_wallet"]);
  const first = trades.reduce<string | undefined>(
    (min, { openedAt }) => (min === undefined || openedAt < min ? openedAt : min),
    undefined,
  );
  const timestamp =
    first === undefined ? timeOf(result["backtest_start_ts"] ?? result["backtest_start"]) : justBefore(first);
  if (total === undefined || timestamp === undefined) return undefined;
  const currency = textOf(result["stake_currency"]);
  return {
    timestamp,
    level: "INFO",
    service,
    event_type: "account_balance",
    message: `Starting balance ${total}${currency === undefined ? "" : ` ${currency}`} of ${name}`,
    ...present({ strategy: name, currency, exchange: textOf(result["exchange"]) }),
    data: { total, reason: "starting balance" },
  };
}

/** A microsecond earlier, the finest step of a record. */
function justBefore(timestamp: string): string {
  const micros = BigInt(Date.parse(timestamp)) * 1_000n + BigInt(timestamp.slice(23, 26));
  return formatTimestamp(micros > 0n ? micros - 1n : 0n);
}
