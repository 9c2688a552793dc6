import fc from "fast-check";
import type { TradingEvent } from "../events/trading-event.ts";

const SYMBOLS = ["BTC/USDT", "ETH/USDT", "DOGE/BTC", "GOOG"];
const STRATEGIES = [undefined, "trend", "grid"];

/** Amounts as bots write them: plain, with float64's noise, with exponents, very small and very large. */
export const positive = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 1e7 }), fc.integer({ min: 0, max: 6 })).map(([n, scale]) => `${n}e-${scale}`),
  fc
    .tuple(fc.integer({ min: 1, max: 1e7 }), fc.integer({ min: 0, max: 6 }))
    .map(([n, scale]) => (n / 10 ** scale).toFixed(scale)),
  fc.double({ noNaN: true, min: 1e-6, max: 1e6 }).map(String),
);
export const signed = fc
  .tuple(fc.boolean(), fc.oneof(positive, fc.constant("0")))
  .map(([minus, text]) => (minus ? `-${text}` : text));
const hostile = fc.constantFrom("0", "-1", "1e-30", "1e30", "-0");

const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

interface Draft {
  readonly minute: number;
  readonly event_type: string;
  readonly fields: Record<string, unknown>;
}

const fields = fc.record({
  symbol: sometimes(fc.constantFrom(...SYMBOLS)),
  strategy: fc.constantFrom(...STRATEGIES),
  side: sometimes(fc.constantFrom("buy", "sell", "long", "short")),
  quantity: sometimes(fc.oneof({ weight: 9, arbitrary: positive }, hostile)),
  price: sometimes(fc.oneof({ weight: 9, arbitrary: positive }, hostile)),
  fees: sometimes(signed),
  pnl: sometimes(signed),
  trade_id: sometimes(fc.constantFrom("t1", "t2", "t3", "t4")),
  order_id: sometimes(fc.constantFrom("o1", "o2", "o3")),
  currency: sometimes(fc.constantFrom("USDT", "BTC", "USD")),
  data: fc.oneof(
    fc.constant({}),
    fc.record({ total: signed }),
    fc.record({ fee_currency: fc.constantFrom("BNB", "BTC") }),
    fc.record({ entry_price: positive, exit_price: positive, hold_time_minutes: fc.nat(1_000) }),
    fc.record({ exit_reason: fc.constantFrom("roi", "stop"), remaining_quantity: positive }),
  ),
});

/** Any events at all of the types that the ledger reads, and some others, whether they make sense or not. */
export function anyHistory(types: readonly string[]): fc.Arbitrary<TradingEvent[]> {
  const draft: fc.Arbitrary<Draft> = fc.record({
    minute: fc.nat(60 * 24 * 40),
    event_type: fc.constantFrom(...types, "heartbeat"),
    fields,
  });
  return fc
    .array(draft, { maxLength: 60 })
    .map((drafts) => drafts.map(({ minute, event_type, fields: own }, at) => toEvent(minute, event_type, at, own)));
}

export interface Roundtrip {
  readonly symbol: string;
  readonly strategy: string | undefined;
  readonly from: number;
  readonly minutes: number;
  readonly quantity: string;
  readonly entry: string;
  readonly exit: string;
  readonly fees: readonly [string, string];
  readonly side: "buy" | "sell";
}

/** Trades that were opened and closed whole, in minutes since the beginning. */
export const roundtrips = fc.array(
  fc.record<Roundtrip>({
    symbol: fc.constantFrom("BTC/USDT", "ETH/USDT", "SOL/USDT"),
    strategy: fc.constantFrom(...STRATEGIES),
    from: fc.nat(60 * 24 * 40),
    minutes: fc.nat(60 * 24 * 3),
    quantity: positive,
    entry: positive,
    exit: positive,
    fees: fc.tuple(fc.oneof(positive, fc.constant("0")), fc.oneof(positive, fc.constant("0"))),
    side: fc.constantFrom("buy", "sell"),
  }),
  { minLength: 1, maxLength: 40 },
);

/** Entry and exit of each, with ids of their own. */
export function entriesAndExits(list: readonly Roundtrip[]): TradingEvent[] {
  return list.flatMap(({ symbol, strategy, from, minutes, quantity, entry, exit, fees, side }, at) => {
    const about = { symbol, strategy, side, quantity, trade_id: `trade-${at}` };
    return [
      toEvent(from, "trade_entry", 2 * at, { ...about, price: entry, fees: fees[0] }),
      toEvent(from + minutes, "trade_exit", 2 * at + 1, { ...about, price: exit, fees: fees[1] }),
    ];
  });
}

/** An event so many minutes after the beginning of 2024. */
export function toEvent(minute: number, event_type: string, seq: number, own: Record<string, unknown>): TradingEvent {
  const timestamp = new Date(Date.UTC(2024, 0, 1) + minute * 60_000).toISOString().replace("Z", "000Z");
  const known = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return { timestamp, event_type, id: `e${seq}`, seq, ...known };
}
