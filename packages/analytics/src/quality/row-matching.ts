import type { Entry } from "./statement-row.ts";

/** How pairs were found, in this order. */
export const MATCH_WAYS = ["trade_id", "order_and_amounts", "order_sum", "time"] as const;
export type MatchWay = (typeof MATCH_WAYS)[number];

/** What belongs together: one row of each side, or with `order_sum` all rows of an order. */
export interface Match {
  readonly way: MatchWay;
  readonly logged: readonly Entry[];
  readonly stated: readonly Entry[];
}

export interface Matching {
  readonly matches: readonly Match[];
  readonly onlyLogged: readonly Entry[];
  readonly onlyStated: readonly Entry[];
}

type KeyOf = (entry: Entry) => string | undefined;

/** Finds what is the same on both sides: by the exchange's number, else by order, price and quantity, else by time. */
export function matchRows(logged: readonly Entry[], stated: readonly Entry[], toleranceUs: number): Matching {
  const matches: Match[] = [];
  let rest: Sides = { logged, stated };
  rest = pairUp(rest, "trade_id", tradeKey, matches);
  rest = pairUp(rest, "order_and_amounts", amountsKey, matches);
  rest = sumUp(rest, matches);
  rest = pairByTime(rest, exactKey, toleranceUs, matches);
  rest = pairByTime(rest, looseKey, toleranceUs, matches);
  return { matches, onlyLogged: rest.logged, onlyStated: rest.stated };
}

interface Sides {
  readonly logged: readonly Entry[];
  readonly stated: readonly Entry[];
}

/** The exchange's number; many exchanges count anew for each symbol. */
export function tradeKey({ row, symbol }: Entry): string | undefined {
  return row.trade_id === undefined ? undefined : JSON.stringify([row.kind, symbol, row.trade_id]);
}

function orderKey({ row, symbol }: Entry): string | undefined {
  if (row.kind !== "fill" || row.order_id === undefined) return undefined;
  return JSON.stringify([symbol, row.order_id]);
}

function amountsKey(entry: Entry): string | undefined {
  const order = orderKey(entry);
  return order === undefined ? undefined : JSON.stringify([order, entry.price, entry.quantity]);
}

/** Symbol, side and quantity of a fill; currency and amount of a transfer. */
function exactKey({ row, symbol, side, quantity, amount }: Entry): string | undefined {
  if (row.kind === "balance") return undefined;
  return row.kind === "fill"
    ? JSON.stringify(["fill", symbol, side, quantity])
    : JSON.stringify([row.kind, symbol, row.currency, amount]);
}

/** A balance or a transfer of the same currency, whose amount is then compared. */
function looseKey({ row, symbol }: Entry): string | undefined {
  return row.kind === "fill" ? undefined : JSON.stringify([row.kind, symbol, row.currency]);
}

/** Rows with one key, each with the next of the other side that has it too. */
function pairUp({ logged, stated }: Sides, way: MatchWay, keyOf: KeyOf, matches: Match[]): Sides {
  const waiting = groupBy(stated, keyOf);
  const found = new Set<Entry>();
  const onlyLogged = logged.filter((entry) => {
    const key = keyOf(entry);
    const other = key === undefined ? undefined : waiting.get(key)?.shift();
    if (other === undefined) return true;
    matches.push({ way, logged: [entry], stated: [other] });
    found.add(other);
    return false;
  });
  return { logged: onlyLogged, stated: stated.filter((entry) => !found.has(entry)) };
}

/** One side may tell an order as a whole that the other tells in parts. */
function sumUp({ logged, stated }: Sides, matches: Match[]): Sides {
  const parts = groupBy(stated, orderKey);
  const found = new Set<Entry>();
  for (const [key, mine] of groupBy(logged, orderKey)) {
    const others = parts.get(key);
    if (others === undefined) continue;
    matches.push({ way: "order_sum", logged: mine, stated: others });
    for (const entry of [...mine, ...others]) found.add(entry);
  }
  const isLeft = (entry: Entry): boolean => !found.has(entry);
  return { logged: logged.filter(isLeft), stated: stated.filter(isLeft) };
}

/** Walks over both sides in order of time: the earliest two within the tolerance are a pair. */
function pairByTime({ logged, stated }: Sides, keyOf: KeyOf, toleranceUs: number, matches: Match[]): Sides {
  const timed = (entry: Entry): string | undefined => (Number.isNaN(entry.us) ? undefined : keyOf(entry));
  const others = groupBy(stated, timed);
  const found = new Set<Entry>();
  for (const [key, mine] of groupBy(logged, timed)) {
    const theirs = (others.get(key) ?? []).sort((a, b) => a.us - b.us);
    mine.sort((a, b) => a.us - b.us);
    for (let [at, to] = [0, 0]; at < mine.length && to < theirs.length;) {
      const [a, b] = [mine[at] as Entry, theirs[to] as Entry];
      if (Math.abs(a.us - b.us) <= toleranceUs) {
        matches.push({ way: "time", logged: [a], stated: [b] });
        found.add(a).add(b);
        at++;
        to++;
      } else if (a.us < b.us) at++;
      else to++;
    }
  }
  const isLeft = (entry: Entry): boolean => !found.has(entry);
  return { logged: logged.filter(isLeft), stated: stated.filter(isLeft) };
}

function groupBy(entries: readonly Entry[], keyOf: KeyOf): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return groups;
}
