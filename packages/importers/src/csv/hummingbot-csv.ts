import { DaybookError, parseJson, type DecimalText, type JsonValue } from "@daybook/protocol";
import { amountOf, isPositive, plus, times } from "../exact.ts";
import { present, type ImportedEvent, type ImportedRow } from "../imported-row.ts";
import { amountCell, sideCell, sourceRow, timeCell } from "./cell-values.ts";
import { plainName } from "./table-columns.ts";
import { tableRows, type RowReader } from "./table-rows.ts";
import { quoted } from "./trades-csv.ts";

/** Names of a column over the versions, compared without case, blanks and signs. */
const COLUMNS = {
  strategy: ["strategy"],
  config: ["configfilepath", "configfile"],
  exchange: ["market", "exchange", "connectorname", "connector"],
  symbol: ["symbol", "tradingpair", "pair"],
  base: ["baseasset", "base"],
  quote: ["quoteasset", "quote"],
  time: ["timestamp", "time"],
  order: ["orderid"],
  side: ["tradetype", "side", "trade"],
  type: ["ordertype", "type"],
  price: ["price"],
  amount: ["amount", "quantity"],
  leverage: ["leverage"],
  fee: ["tradefee", "fee"],
  trade: ["exchangetradeid", "tradeid"],
  position: ["position"],
} as const;
type Name = keyof typeof COLUMNS;

/** Events of the table of fills that hummingbot keeps (`trades_….csv`), one `order_filled` a record. */
export function hummingbotCsvRows(
  chunks: AsyncIterable<Buffer>,
  options: { delimiter: string; service: string },
): AsyncGenerator<ImportedRow[]> {
  return tableRows(chunks, { delimiter: options.delimiter, open: (header) => openFills(header, options.service) });
}

/** Its fee column has an object with a percentage; no other table has that beside a type of trade. */
export function looksLikeHummingbot(header: readonly string[]): boolean {
  const names = header.map(plainName);
  return names.includes("tradefee") && names.includes("tradetype") && names.includes("timestamp");
}

function openFills(header: readonly string[], service: string): RowReader {
  const names = header.map(plainName);
  const places = new Map<Name, number>();
  for (const [name, spellings] of Object.entries(COLUMNS) as [Name, readonly string[]][]) {
    const spelling = spellings.find((candidate) => names.includes(candidate));
    if (spelling !== undefined) places.set(name, names.indexOf(spelling));
  }
  const missing = (["time", "side", "price", "amount"] as const).filter((name) => !places.has(name));
  if (missing.length > 0 || !(places.has("symbol") || (places.has("base") && places.has("quote")))) {
    throw new DaybookError(
      "DAYBOOK_IMPORT_FILE",
      `This is no table of hummingbot's fills; its columns are: ${header.join(", ")}.`,
      {
        hint: "For other tables of trades: --format trades-csv.",
      },
    );
  }
  return (cells) => fill(header, cells, (name) => cells[places.get(name) ?? -1]?.trim() ?? "", service);
}

function fill(
  header: readonly string[],
  cells: readonly string[],
  cell: (name: Name) => string,
  service: string,
): ImportedEvent | { problem: string } {
  const timestamp = timeCell(cell("time"));
  const side = sideCell(cell("side"));
  const price = amountCell(cell("price"))?.amount;
  const quantity = amountCell(cell("amount"))?.amount;
  const symbol = cell("symbol") || `${cell("base")}-${cell("quote")}`;
  if (timestamp === undefined) return { problem: `timestamp is no time: ${quoted(cell("time"))}` };
  if (side === undefined) return { problem: `trade_type is neither buy nor sell: ${quoted(cell("side"))}` };
  if (price === undefined) return { problem: `price is no amount: ${quoted(cell("price"))}` };
  if (!isPositive(quantity)) return { problem: `amount is no amount: ${quoted(cell("amount"))}` };
  const quote = cell("quote") || symbol.split("-")[1];
  const fee = tradeFee(cell("fee"), { price, quantity, quote });
  if (fee === undefined) return { problem: `trade_fee is not understood: ${quoted(cell("fee"))}` };
  return {
    timestamp,
    level: "INFO",
    service,
    event_type: "order_filled",
    message: `${side.toUpperCase()} ${symbol} ${quantity} @ ${price}`,
    ...present({
      symbol,
      side,
      price,
      quantity,
      fees: fee.fees,
      order_id: cell("order"),
      trade_id: cell("trade"),
      strategy: cell("strategy"),
      exchange: cell("exchange"),
      currency: quote,
    }),
    data: {
      ...present({
        order_type: cell("type"),
        leverage: cell("leverage"),
        position: cell("position"),
        config: cell("config"),
      }),
      ...fee.data,
      source_row: sourceRow(header, cells),
    },
  };
}

interface Fill {
  price: DecimalText;
  quantity: DecimalText;
  quote: string | undefined;
}

interface Fee {
  fees: DecimalText | undefined;
  data: Record<string, JsonValue>;
}

/**
 * `{"percent": "0.001", "flat_fees": [{"token": "BNB", "amount": "0.01"}]}`, older `[["BNB", 0.01]]`; a plain number is in quote. The
 * percentage is of what was paid. Fees in another currency are the event's fee only when they are all of it, with `fee_currency`.
 */
function tradeFee(text: string, { price, quantity, quote }: Fill): Fee | undefined {
  if (text === "") return { fees: undefined, data: {} };
  const plain = amountCell(text);
  if (plain !== undefined) return { fees: plain.amount, data: present({ fee_currency: plain.unit }) };
  const fee = objectIn(text);
  if (fee === undefined) return undefined;
  const percent = amountOf(fee["percent"]) ?? "0";
  const flat = flatFees(fee["flat_fees"]);
  if (flat === undefined) return undefined;
  const percentToken = typeof fee["percent_token"] === "string" ? fee["percent_token"] : undefined;
  const ofBase = percentToken !== undefined && percentToken !== quote;
  const share = (ofBase ? times(percent, quantity) : times(percent, quantity, price)) ?? "0";
  const all = [...flat, ...(isPositive(percent) ? [{ token: ofBase ? percentToken : quote, amount: share }] : [])];
  const others = all.filter(({ token }) => token !== undefined && quote !== undefined && token !== quote);
  if (others.length === 0) return { fees: plus("0", ...all.map(({ amount }) => amount)), data: {} };
  const [first] = others;
  if (others.length === all.length && others.every(({ token }) => token === first?.token))
    return { fees: plus("0", ...others.map(({ amount }) => amount)), data: present({ fee_currency: first?.token }) };
  const inQuote = all.filter((one) => !others.includes(one));
  return {
    fees: plus("0", ...inQuote.map(({ amount }) => amount)),
    data: { other_fees: others.map(({ token, amount }) => ({ token: token ?? "", amount })) },
  };
}

function objectIn(text: string): Record<string, JsonValue> | undefined {
  try {
    const value = parseJson(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function flatFees(value: JsonValue | undefined): { token: string | undefined; amount: DecimalText }[] | undefined {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return undefined;
  const fees: { token: string | undefined; amount: DecimalText }[] = [];
  for (const one of value) {
    if (typeof one !== "object" || one === null) return undefined;
    const [token, given] = Array.isArray(one) ? one : [one["token"], one["amount"]];
    const amount = amountOf(given);
    if (amount === undefined) return undefined;
    fees.push({ token: typeof token === "string" ? token : undefined, amount });
  }
  return fees;
}
