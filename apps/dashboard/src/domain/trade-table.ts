import type { Trade } from "@daybook/analytics";

export interface TradeColumn {
  readonly name: TradeColumnName;
  readonly label: string;
  /** Largest first at the first click. */
  readonly isNumber: boolean;
}

export const TRADE_COLUMNS = [
  { name: "exit_time", label: "Closed", isNumber: true },
  { name: "symbol", label: "Symbol", isNumber: false },
  { name: "side", label: "Side", isNumber: false },
  { name: "strategy", label: "Strategy", isNumber: false },
  { name: "quantity", label: "Quantity", isNumber: true },
  { name: "entry_price", label: "Entry", isNumber: true },
  { name: "exit_price", label: "Exit", isNumber: true },
  { name: "duration_ms", label: "Held", isNumber: true },
  { name: "exit_reason", label: "Reason", isNumber: false },
  { name: "return", label: "Return", isNumber: true },
  { name: "pnl", label: "P&L", isNumber: true },
] as const;
export type TradeColumnName = (typeof TRADE_COLUMNS)[number]["name"];

export interface TradeSort {
  readonly column: TradeColumnName;
  readonly isDescending: boolean;
}

/** `-pnl` → P&L, largest first. A column that there is not: newest first. */
export function parseSort(text: string): TradeSort {
  const isDescending = text.startsWith("-");
  const column = TRADE_COLUMNS.find(({ name }) => name === text.replace("-", ""));
  return column ? { column: column.name, isDescending } : { column: "exit_time", isDescending: true };
}

/** What a click on a column's head makes of the present order. */
export function nextSort(text: string, column: TradeColumnName): string {
  const now = parseSort(text);
  const isNumber = TRADE_COLUMNS.find(({ name }) => name === column)?.isNumber ?? false;
  const isDescending = now.column === column ? !now.isDescending : isNumber;
  return isDescending ? `-${column}` : column;
}

const SEARCHED = ["symbol", "strategy", "side", "exit_reason", "id", "exchange"] as const;

/** Trades in which each word stands somewhere; `win` and `loss` are words of their own. */
export function filterTrades(trades: readonly Trade[], find: string): readonly Trade[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return trades;
  return trades.filter((trade) => {
    const text = SEARCHED.map((name) => trade[name])
      .join("\n")
      .toLowerCase();
    const sign = Math.sign(Number(trade.pnl));
    return words.every((word) => (word === "win" ? sign > 0 : word === "loss" ? sign < 0 : text.includes(word)));
  });
}

/** A new list; equal ones keep their order, newest first. */
export function sortTrades(trades: readonly Trade[], sort: string): Trade[] {
  const { column, isDescending } = parseSort(sort);
  const keys = new Map(trades.map((trade) => [trade, keyOf(trade, column)]));
  const sign = isDescending ? -1 : 1;
  return trades.toReversed().sort((a, b) => {
    const [left, right] = [keys.get(a) ?? 0, keys.get(b) ?? 0];
    return left < right ? -sign : left > right ? sign : 0;
  });
}

function keyOf(trade: Trade, column: TradeColumnName): string | number {
  const value = trade[column];
  if (column === "exit_time" || value === null) return value ?? Number.NEGATIVE_INFINITY;
  const isNumber = TRADE_COLUMNS.find(({ name }) => name === column)?.isNumber;
  return isNumber ? Number(value) : String(value).toLowerCase();
}
