import { parseTimestamp, type DecimalText, type JsonValue } from "@daybook/protocol";
import { amountOf, isPositive } from "../exact.ts";
import { MAX_SOURCE_TEXT_LENGTH } from "../limits.ts";

/** A row as it came: column → value. What a version of freqtrade does not have is absent. */
export type SourceRow = Record<string, unknown>;

/** One filled order of a trade. */
export interface TradeOrder {
  orderId: string | undefined;
  isEntry: boolean;
  side: string;
  filledAt: string;
  quantity: DecimalText;
  price: DecimalText;
  tag: string | undefined;
  row: SourceRow;
}

/** A trade as both the database and the back-test result tell it. Amounts are in the stake currency where not said otherwise. */
export interface Trade {
  /** For people: which one it is in its source. */
  label: string;
  /** Its number in the source: the id of the database, the place in the list of a back-test. */
  number: number;
  tradeId: string;
  exchange: string | undefined;
  symbol: string;
  strategy: string | undefined;
  currency: string | undefined;
  isShort: boolean;
  isOpen: boolean;
  openedAt: string;
  closedAt: string | undefined;
  openRate: DecimalText;
  closeRate: DecimalText | undefined;
  /** Base currency; of a trade that was reduced, what was left of it. */
  amount: DecimalText;
  stakeAmount: DecimalText | undefined;
  leverage: DecimalText | undefined;
  /** Rates, 0.001 for 0.1 %. */
  feeOpen: DecimalText | undefined;
  feeClose: DecimalText | undefined;
  /** Given by the source, in stake currency. */
  feeOpenCost: DecimalText | undefined;
  feeCloseCost: DecimalText | undefined;
  /** Of the whole trade, all partial exits among them. */
  profit: DecimalText | undefined;
  profitRatio: DecimalText | undefined;
  fundingFees: DecimalText | undefined;
  enterTag: string | undefined;
  exitReason: string | undefined;
  /** Filled, in the order of their fills. Empty when the source has none. */
  orders: TradeOrder[];
  row: SourceRow;
}

/** `2024-01-24 03:15:01.825000` of SQLAlchemy is UTC without saying so, which is how a time without an offset is read. */
export function timeOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint"
    ? parseTimestamp(value)
    : undefined;
}

export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : undefined;
}

export function isTrue(value: unknown): boolean {
  return value === true || value === 1 || value === "1" || value === "true";
}

/** A positive amount; a message for the report when it is none. */
export function requireAmount(row: SourceRow, ...names: readonly string[]): DecimalText {
  const name = names.find((candidate) => row[candidate] !== undefined && row[candidate] !== null);
  if (name === undefined) throw new RowProblem(`${names[0]} is missing`);
  const amount = amountOf(row[name]);
  if (!isPositive(amount)) throw new RowProblem(`${name} is ${shown(row[name])}, not a positive number`);
  return amount;
}

/** A row that cannot become an event; the message goes into the report. */
export class RowProblem extends Error {
  override readonly name = "RowProblem";
}

const MAX_SHOWN_LENGTH = 60;

export function shown(value: unknown): string {
  const text = typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? "nothing");
  return text.length <= MAX_SHOWN_LENGTH ? text : `${text.slice(0, MAX_SHOWN_LENGTH - 1)}…`;
}

/** The row as it goes into `data.source_row`: nothing is left out but what is empty; long texts are cut and say so. */
export function keptRow(row: SourceRow, omit: readonly string[] = []): Record<string, JsonValue> {
  const kept: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(row)) {
    if (value === null || value === undefined || omit.includes(name)) continue;
    kept[name] = keptValue(value);
  }
  return kept;
}

function keptValue(value: unknown): JsonValue {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length <= MAX_SOURCE_TEXT_LENGTH
    ? text
    : `${text.slice(0, MAX_SOURCE_TEXT_LENGTH)}… (${text.length} characters)`;
}
