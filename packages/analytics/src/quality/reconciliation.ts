import type { DecimalText } from "@daybook/protocol";
import { sumOf } from "../decimal/exact-sum.ts";
import { QUOTIENT_DIGITS, ZERO, money, textOf } from "../decimal/money.ts";
import { MAX_DIFFERENCES } from "./limits.ts";
import { MATCH_WAYS, matchRows, tradeKey } from "./row-matching.ts";
import type { Match, MatchWay } from "./row-matching.ts";
import { totalsOf } from "./statement-totals.ts";
import type { StatementTotals } from "./statement-totals.ts";
import { entryOf } from "./statement-row.ts";
import type { Entry, StatementKind, StatementRow } from "./statement-row.ts";

/** What may differ without being a difference. Nothing, where it is left out; times by a second. */
export interface ReconciliationTolerance {
  readonly time_ms?: number;
  readonly quantity?: DecimalText;
  readonly price?: DecimalText;
  readonly fee?: DecimalText;
  /** Of balances and transfers. */
  readonly amount?: DecimalText;
}

export const DIFFERENCE_NAMES = [
  "missing_in_log",
  "missing_in_statement",
  "quantity_differs",
  "price_differs",
  "fee_differs",
  "amount_differs",
  "duplicate_in_log",
  "duplicate_in_statement",
] as const;
export type DifferenceName = (typeof DIFFERENCE_NAMES)[number];

export interface Difference {
  readonly name: DifferenceName;
  readonly kind: StatementKind;
  readonly time: string;
  readonly symbol: string;
  readonly logged_refs: readonly string[];
  readonly statement_refs: readonly string[];
  readonly logged: DecimalText | null;
  readonly statement: DecimalText | null;
  /** logged − statement */
  readonly difference: DecimalText | null;
}

export interface Reconciliation {
  readonly is_equal: boolean;
  readonly matched: Readonly<Record<MatchWay, number>>;
  readonly counts: Readonly<Record<DifferenceName, number>>;
  /** Oldest first. */
  readonly differences: readonly Difference[];
  readonly differences_left_out: number;
  /** Of both sides, duplicates counted once. */
  readonly totals: readonly StatementTotals[];
}

const DEFAULT_TIME_MS = 1_000;

/**
 * Holds what was logged against an exchange's statement. Rows belong together by the exchange's number, else by order, price
 * and quantity, else all rows of one order, else by time, symbol, side and quantity; balances and transfers by time and
 * currency. Only what both sides tell is compared: a log without fees differs in no fee.
 */
export function reconcile(
  logged: readonly StatementRow[],
  statement: readonly StatementRow[],
  tolerance: ReconciliationTolerance = {},
): Reconciliation {
  const differences: Difference[] = [];
  const mine = withoutDuplicates(logged, "duplicate_in_log", differences);
  const theirs = withoutDuplicates(statement, "duplicate_in_statement", differences);
  const toleranceUs = (tolerance.time_ms ?? DEFAULT_TIME_MS) * 1_000;
  const { matches, onlyLogged, onlyStated } = matchRows(mine, theirs, toleranceUs);
  for (const match of matches) compare(match, tolerance, differences);
  for (const entry of onlyLogged) differences.push(missing("missing_in_statement", entry));
  for (const entry of onlyStated) differences.push(missing("missing_in_log", entry));
  differences.sort((a, b) => compareText(a.time, b.time) || compareText(a.name, b.name));
  const counts = Object.fromEntries(DIFFERENCE_NAMES.map((name) => [name, 0])) as Record<DifferenceName, number>;
  for (const { name } of differences) counts[name]++;
  const matched = Object.fromEntries(MATCH_WAYS.map((way) => [way, 0])) as Record<MatchWay, number>;
  for (const { way } of matches) matched[way]++;
  return {
    is_equal: differences.length === 0,
    matched,
    counts,
    differences: differences.slice(0, MAX_DIFFERENCES),
    differences_left_out: Math.max(0, differences.length - MAX_DIFFERENCES),
    totals: totalsOf(mine, theirs),
  };
}

/** Rows once for each of the exchange's numbers. Two fills without a number may be alike and are both real. */
function withoutDuplicates(rows: readonly StatementRow[], name: DifferenceName, differences: Difference[]): Entry[] {
  const seen = new Map<string, Entry>();
  return rows.map(entryOf).filter((entry) => {
    const key = tradeKey(entry);
    const first = key === undefined ? undefined : seen.get(key);
    if (key !== undefined && first === undefined) seen.set(key, entry);
    if (first === undefined) return true;
    const refs = [first.row.ref, entry.row.ref];
    const isLogged = name === "duplicate_in_log";
    differences.push({
      ...missing(name, entry),
      logged_refs: isLogged ? refs : [],
      statement_refs: isLogged ? [] : refs,
    });
    return false;
  });
}

function missing(name: DifferenceName, entry: Entry): Difference {
  const { row, quantity, amount } = entry;
  const value = (row.kind === "fill" ? quantity : amount) ?? null;
  const isLogged = name === "missing_in_statement" || name === "duplicate_in_log";
  return {
    name,
    kind: row.kind,
    time: row.time,
    symbol: row.symbol ?? "",
    logged_refs: isLogged ? [row.ref] : [],
    statement_refs: isLogged ? [] : [row.ref],
    logged: isLogged ? value : null,
    statement: isLogged ? null : value,
    difference: null,
  };
}

function compare(match: Match, tolerance: ReconciliationTolerance, differences: Difference[]): void {
  const [mine, theirs] = [match.logged, match.stated];
  const [first] = mine;
  if (first === undefined) return;
  const hold = (
    name: DifferenceName,
    logged: DecimalText | undefined,
    statement: DecimalText | undefined,
    allowed: DecimalText = "0",
  ): void => {
    if (logged === undefined || statement === undefined) return;
    const difference = money(logged).minus(statement);
    if (difference.abs().lte(allowed)) return;
    differences.push({
      name,
      kind: first.row.kind,
      time: first.row.time,
      symbol: first.row.symbol ?? "",
      logged_refs: mine.map(({ row }) => row.ref),
      statement_refs: theirs.map(({ row }) => row.ref),
      logged,
      statement,
      difference: textOf(difference),
    });
  };
  hold("quantity_differs", sum(mine, "quantity"), sum(theirs, "quantity"), tolerance.quantity);
  hold("price_differs", averagePrice(mine), averagePrice(theirs), tolerance.price);
  if (first.row.currency === undefined || theirs[0]?.row.currency === undefined || isOneCurrency(match)) {
    hold("fee_differs", sum(mine, "fees"), sum(theirs, "fees"), tolerance.fee);
  }
  hold("amount_differs", sum(mine, "amount"), sum(theirs, "amount"), tolerance.amount);
}

/** Fees in different currencies are no numbers to subtract. */
function isOneCurrency({ logged, stated }: Match): boolean {
  return new Set([...logged, ...stated].map(({ row }) => row.currency)).size === 1;
}

/** Undefined when one of them does not say it. */
function sum(entries: readonly Entry[], name: "quantity" | "fees" | "amount"): DecimalText | undefined {
  const texts = entries.flatMap((entry) => entry[name] ?? []);
  return texts.length === entries.length ? sumOf(texts) : undefined;
}

/** Weighted by quantity; the price itself where there is one row. */
function averagePrice(entries: readonly Entry[]): DecimalText | undefined {
  if (entries.length === 1) return entries[0]?.price;
  const quantity = sum(entries, "quantity");
  if (quantity === undefined || Number(quantity) === 0) return undefined;
  let cost = ZERO;
  for (const entry of entries) {
    if (entry.price === undefined) return undefined;
    cost = cost.plus(money(entry.price).times(entry.quantity ?? "0"));
  }
  return textOf(cost.div(quantity).round(QUOTIENT_DIGITS));
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
