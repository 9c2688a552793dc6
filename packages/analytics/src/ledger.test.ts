import { describe, expect, test } from "vitest";
import type { TradingEvent } from "./events/trading-event.ts";
import { LEDGER_EVENT_TYPES, Ledger, assembleTrades } from "./ledger.ts";
import type { LedgerOptions } from "./ledger.ts";
import { event, fill, time } from "./test-support/trading-events.ts";

const entry = (when: string, fields: Partial<TradingEvent> = {}) =>
  event(when, "trade_entry", {
    symbol: "BTC/USDT",
    side: "buy",
    quantity: "1",
    price: "100",
    trade_id: "t1",
    ...fields,
  });
const exit = (when: string, fields: Partial<TradingEvent> = {}) =>
  event(when, "trade_exit", {
    symbol: "BTC/USDT",
    side: "sell",
    quantity: "1",
    price: "110",
    trade_id: "t1",
    ...fields,
  });
const roundTrip = (symbol: string, strategy?: string) => {
  const about = { symbol, ...(strategy !== undefined && { strategy }) };
  return [fill("01-01 10:00", "buy", "1", "100", about), fill("01-01 11:00", "sell", "1", "105", about)];
};
const sources = (events: TradingEvent[], options?: LedgerOptions) =>
  assembleTrades(events, options).trades.map(({ source, symbol, pnl }) => [source, symbol, pnl].join(" "));

describe("the source", () => {
  const events = [entry("01-01 09:59"), exit("01-01 11:01"), ...roundTrip("BTC/USDT"), ...roundTrip("ETH/USDT")];

  test("by itself: entries and exits where a symbol and strategy have them, else fills", () => {
    expect(sources(events)).toEqual(["events BTC/USDT 10", "fills ETH/USDT 5"]);
    const both = [
      entry("01-01 09:59", { strategy: "a" }),
      ...roundTrip("BTC/USDT", "a"),
      ...roundTrip("BTC/USDT", "b"),
    ];
    expect(sources(both)).toEqual(["fills BTC/USDT 5"]);
  });

  test("as asked for", () => {
    expect(sources(events, { source: "events" })).toEqual(["events BTC/USDT 10"]);
    expect(sources(events, { source: "fills" })).toEqual(["fills BTC/USDT 5", "fills ETH/USDT 5"]);
  });

  test("of an open position is chosen in the same way", () => {
    const open = [
      entry("01-01"),
      fill("01-01", "buy", "1", "100"),
      fill("01-01", "sell", "2", "7", { symbol: "ETH/USDT" }),
    ];
    expect(assembleTrades(open).open.map(({ source, symbol, side }) => [source, symbol, side].join(" "))).toEqual([
      "events BTC/USDT long",
      "fills ETH/USDT short",
    ]);
  });
});

describe("open positions", () => {
  test("of entries, with what was booked, and marked at the newest price", () => {
    const { open, trades } = assembleTrades([
      entry("01-01", { quantity: "3", fees: "0.3" }),
      event("01-02", "trade_partial_exit", {
        trade_id: "t1",
        symbol: "BTC/USDT",
        quantity: "1",
        price: "120",
        pnl: "19.90",
      }),
      event("01-03", "price", { symbol: "BTC/USDT", price: "130" }),
      event("01-04", "position_snapshot", { symbol: "BTC/USDT", price: "90" }),
    ]);
    expect(trades).toEqual([]);
    expect(open).toEqual([
      {
        id: "t1",
        source: "events",
        symbol: "BTC/USDT",
        strategy: "",
        exchange: "",
        currency: "USDT",
        side: "long",
        quantity: "2",
        entry_price: "100",
        entry_time: time("01-01"),
        realised: "19.9",
        fees: "0.3",
        mark_price: "90",
        unrealised: "-20",
      },
    ]);
  });

  test("of fills, at what the rest has cost", () => {
    const { open } = assembleTrades([
      fill("01-01", "sell", "2", "100", { id: "a", fees: "0.2" }),
      fill("01-02", "sell", "1", "130"),
      fill("01-03", "buy", "1", "90"),
    ]);
    expect(open).toEqual([
      {
        id: "a",
        source: "fills",
        symbol: "BTC/USDT",
        strategy: "",
        exchange: "",
        currency: "USDT",
        side: "short",
        quantity: "2",
        entry_price: "115",
        entry_time: time("01-01"),
        realised: "9.9",
        fees: "0.2",
        // Fills are prices too.
        mark_price: "90",
        unrealised: "50",
      },
    ]);
  });

  test("without a price are not marked", () => {
    expect(assembleTrades([entry("01-01")]).open[0]).toMatchObject({
      mark_price: null,
      unrealised: null,
      realised: "0",
    });
  });
});

describe("money that is no trade", () => {
  const moved = (when: string, type: string, quantity: string, fields: Partial<TradingEvent> = {}) =>
    event(when, type, { quantity, currency: "USDT", ...fields });

  test("deposits and withdrawals, whatever sign a bot gives them, when they were done", () => {
    const { bookings } = assembleTrades([
      moved("01-01", "deposit", "100.50"),
      moved("01-02", "withdrawal", "30"),
      moved("01-03", "withdrawal", "-5"),
      moved("01-04", "deposit", "7", { status: "pending" }),
      moved("01-05", "withdrawal", "7", { status: "rejected" }),
      event("01-06", "deposit", { currency: "USDT" }),
    ]);
    expect(bookings.map(({ kind, amount }) => [kind, amount].join(" "))).toEqual([
      "deposit 100.5",
      "withdrawal -30",
      "withdrawal -5",
    ]);
  });

  test("funding of a trade is in its result; without one it is booked by itself", () => {
    const funding = (when: string, fields: Partial<TradingEvent>) =>
      event(when, "funding_payment", { symbol: "BTC/USDT", pnl: "-0.5", ...fields });
    const { trades, bookings } = assembleTrades([
      entry("01-01"),
      funding("01-02", { trade_id: "t1" }),
      exit("01-03"),
      funding("01-04", { trade_id: "t1" }),
      funding("01-05", {}),
      event("01-06", "funding_payment", { symbol: "BTC/USDT" }),
    ]);
    expect(trades).toMatchObject([{ pnl: "9.5", funding: "-0.5" }]);
    expect(bookings.map(({ kind, amount, currency }) => [kind, amount, currency].join(" "))).toEqual([
      "pnl 9.5 USDT",
      "funding -0.5 USDT",
      "funding -0.5 USDT",
    ]);
  });
});

test("a fee in another currency is converted at the newest price, or told of", () => {
  const bnb = { fees: "0.01", data: { fee_currency: "BNB" } };
  const events = [fill("01-02", "buy", "1", "100", bnb), fill("01-03", "sell", "1", "110", bnb)];
  const priced = assembleTrades([event("01-01", "price", { symbol: "BNB/USDT", price: "300" }), ...events]);
  expect([priced.trades[0]?.pnl, priced.otherFees]).toEqual(["4", {}]);
  const unknown = assembleTrades(events);
  expect([unknown.trades[0]?.pnl, unknown.otherFees]).toEqual(["10", { BNB: "0.02" }]);
  // In the coin that was bought: the fill's own price tells.
  const coin = { fees: "0.001", data: { fee_currency: "BTC" } };
  expect(
    assembleTrades([fill("01-02", "buy", "1", "100", coin), fill("01-03", "sell", "1", "110")]).trades[0]?.pnl,
  ).toBe("9.9");
});

test("what was written twice counts once", () => {
  const events = [entry("01-01", { id: "a" }), exit("01-02", { id: "b" })];
  const { trades, repeats } = assembleTrades([...events, ...events, { ...(events[1] as TradingEvent), id: "c" }]);
  expect([trades.length, trades[0]?.pnl, repeats]).toEqual([1, "10", 3]);
});

test("events that are older than the one before are refused", () => {
  const ledger = new Ledger({ trade: () => {} });
  ledger.add(event("01-02", "price"));
  ledger.add(event("01-02", "price"));
  expect(() => ledger.add(event("01-01", "price"))).toThrow(
    new RangeError(`event of ${time("01-01")} after one of ${time("01-02")}: sort them first`),
  );
});

test("other events change nothing, and those that are named do", () => {
  const { trades, open, bookings, fills, cancelled } = assembleTrades([
    event("01-01", "heartbeat"),
    event("01-01", "order_cancelled", { order_id: "o" }),
    event("01-01", "trade_cancelled", { trade_id: "t" }),
    event("01-01", "order_placed", { order_id: "o" }),
  ]);
  expect({ trades, open, bookings, fills, cancelled }).toEqual({
    trades: [],
    open: [],
    bookings: [],
    fills: 0,
    cancelled: 1,
  });
  expect(new Set(LEDGER_EVENT_TYPES).size).toBe(18);
});
