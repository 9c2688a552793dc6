import type { DecimalText } from "@daybook/protocol";
import { amountCell, sideCell, timeCell } from "../csv/cell-values.ts";
import { csvRecords, likelyDelimiter } from "../csv/csv-records.ts";
import { guessColumns, plainName, requireColumns, type Columns, type Role } from "../csv/table-columns.ts";
import { isPositive, magnitude } from "../exact.ts";
import { present } from "../imported-row.ts";
import { MAX_STATEMENT_BYTES } from "../limits.ts";
import { tooLarge } from "../whole-file.ts";

/** One line of an exchange's statement. Amounts are exact; `line` is where it begins. */
export interface StatementEntry {
  line: number;
  kind: "fill" | "balance" | "deposit" | "withdrawal" | "fee" | "funding";
  /** UTC with microseconds. */
  time: string;
  symbol?: string;
  side?: "buy" | "sell";
  quantity?: DecimalText;
  price?: DecimalText;
  fees?: DecimalText;
  fee_currency?: string;
  /** Of `amount`; of a fill that of the price, where the statement says it. */
  currency?: string;
  trade_id?: string;
  order_id?: string;
  /** Of a balance what there is, of a deposit or withdrawal how much went, without sign; of fee and funding with its sign. */
  amount?: DecimalText;
}

export interface Statement {
  /** In the order of the file. */
  entries: StatementEntry[];
  faults: { line: number; reason: string }[];
}

export interface StatementOptions {
  /** Column → role, where the names do not tell. */
  map?: ReadonlyMap<string, string>;
  delimiter?: string;
}

/**
 * Reads a statement: a CSV file, or its records with the header first. Tables of fills (Binance's trade history, Kraken's trades,
 * Coinbase's fills and others) and ledgers (Kraken's, Binance's transaction history, tables of balances) are told apart by their columns.
 * Throws `DAYBOOK_IMPORT_FILE` when the columns cannot be told.
 */
export async function readStatement(
  source: Uint8Array | readonly (readonly string[])[],
  options: StatementOptions = {},
): Promise<Statement> {
  const statement: Statement = { entries: [], faults: [] };
  let read: ((cells: readonly string[], line: number) => void) | undefined;
  for await (const record of recordsOf(source, options)) {
    if ("fault" in record) statement.faults.push({ line: record.number, reason: record.fault });
    else if (read === undefined)
      read = openStatement(
        record.cells.map((name) => name.trim()),
        options,
        statement,
      );
    else read(record.cells, record.number);
  }
  return statement;
}

async function* recordsOf(
  source: Uint8Array | readonly (readonly string[])[],
  options: StatementOptions,
): AsyncGenerator<{ number: number; cells: readonly string[] } | { number: number; fault: string }> {
  if (!(source instanceof Uint8Array)) {
    for (const [index, cells] of source.entries()) yield { number: index + 1, cells };
    return;
  }
  if (source.length > MAX_STATEMENT_BYTES) throw tooLarge("A statement", MAX_STATEMENT_BYTES);
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.length);
  const delimiter = options.delimiter ?? likelyDelimiter(bytes.subarray(0, 4_096));
  for await (const records of csvRecords(chunksOf(bytes), { delimiter })) yield* records;
}

const CHUNK_BYTES = 256 * 1024;

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

function openStatement(
  header: readonly string[],
  { map }: StatementOptions,
  { entries, faults }: Statement,
): (cells: readonly string[], line: number) => void {
  const columns = guessColumns(header, map);
  const ledger = ledgerColumns(header);
  const isFills = columns.has("price") && columns.has("side");
  if (!isFills && ledger === undefined)
    requireColumns(columns, ["timestamp", "symbol", "side", "price", "quantity"], header);
  if (isFills) requireColumns(columns, ["timestamp", "symbol", "quantity"], header);
  return (cells, line) => {
    if (cells.length !== header.length) {
      faults.push({ line, reason: `the record has ${cells.length} cells, the header has ${header.length}` });
      return;
    }
    const read = isFills || ledger === undefined ? fillOf(columns, cells) : ledgerEntries(ledger, cells);
    if (typeof read === "string") faults.push({ line, reason: read });
    else for (const entry of read) entries.push({ line, ...entry });
  };
}

type Entry = Omit<StatementEntry, "line">;

function fillOf(columns: Columns, cells: readonly string[]): Entry[] | string {
  const cell = (role: Role): string => cells[columns.get(role) ?? -1]?.trim() ?? "";
  const time = timeCell(cell("timestamp"));
  const side = sideCell(cell("side"));
  const quantity = amountCell(cell("quantity"))?.amount;
  const price = amountCell(cell("price"));
  if (time === undefined) return "there is no time that can be read";
  if (side === undefined) return `the side is neither buy nor sell: ${cell("side")}`;
  if (quantity === undefined || !isPositive(magnitude(quantity))) return "the quantity is no amount";
  if (price === undefined) return "the price is no amount";
  const fee = amountCell(cell("fees"));
  return [
    {
      kind: "fill",
      time,
      ...present({
        symbol: cell("symbol"),
        side,
        quantity: magnitude(quantity),
        price: price.amount,
        fees: fee?.amount,
        fee_currency: cell("fee_currency") || fee?.unit,
        currency: cell("currency") || price.unit,
        trade_id: cell("trade_id"),
        order_id: cell("order_id"),
      }),
    },
  ];
}

interface Ledger {
  time: number;
  type: number;
  asset: number;
  amount: number;
  fee: number;
  balance: number;
  id: number;
}

const LEDGER: Readonly<Record<keyof Ledger, readonly string[]>> = {
  time: ["time", "utctime", "timestamp", "date", "dateutc", "datetime"],
  type: ["type", "operation", "transactiontype", "kind"],
  asset: ["asset", "coin", "currency", "amountbalanceunit", "unit"],
  amount: ["amount", "change", "quantity", "net"],
  fee: ["fee", "fees", "transactionfee"],
  balance: ["balance", "total", "walletbalance", "equity"],
  id: ["txid", "id", "transferid", "transactionid", "refid"],
};

function ledgerColumns(header: readonly string[]): Ledger | undefined {
  const names = header.map(plainName);
  const place = (key: keyof Ledger): number => {
    const name = LEDGER[key].find((candidate) => names.includes(candidate));
    return name === undefined ? -1 : names.indexOf(name);
  };
  const ledger: Ledger = {
    time: place("time"),
    type: place("type"),
    asset: place("asset"),
    amount: place("amount"),
    fee: place("fee"),
    balance: place("balance"),
    id: place("id"),
  };
  const hasMoney = ledger.balance >= 0 || (ledger.amount >= 0 && ledger.type >= 0);
  return ledger.time >= 0 && ledger.asset >= 0 && hasMoney ? ledger : undefined;
}

/** Words of an entry's type, the telling ones first: "Funding Fee" is funding. */
const KINDS: readonly [RegExp, StatementEntry["kind"]][] = [
  [/funding|rollover|interest/i, "funding"],
  [/deposit|credit/i, "deposit"],
  [/withdraw/i, "withdrawal"],
  [/fee|commission/i, "fee"],
];

/** What moved, then the balance behind it. Legs of trades move nothing here: they are in the table of fills. */
function ledgerEntries(ledger: Ledger, cells: readonly string[]): Entry[] | string {
  const cell = (place: number): string => cells[place]?.trim() ?? "";
  const time = timeCell(cell(ledger.time));
  const currency = cell(ledger.asset);
  if (time === undefined) return "there is no time that can be read";
  if (currency === "") return "the currency is missing";
  const type = cell(ledger.type);
  const kind = KINDS.find(([word]) => word.test(type))?.[1];
  const amount = amountCell(cell(ledger.amount))?.amount;
  const entries: Entry[] = [];
  if (kind !== undefined) {
    if (amount === undefined) return `the amount of this ${kind} cannot be read`;
    const isMove = kind === "deposit" || kind === "withdrawal";
    entries.push({
      kind,
      time,
      currency,
      amount: isMove ? magnitude(amount) : amount,
      ...present({ fees: amountCell(cell(ledger.fee))?.amount, trade_id: cell(ledger.id) }),
    });
  }
  const balance = amountCell(cell(ledger.balance))?.amount;
  if (balance !== undefined) entries.push({ kind: "balance", time, currency, amount: balance });
  return entries;
}
