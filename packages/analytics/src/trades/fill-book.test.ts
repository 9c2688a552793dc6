import { describe, expect, test } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { fill, time } from "../test-support/trading-events.ts";
import { FillBook } from "./fill-book.ts";
import type { RoundTrips } from "./fill-book.ts";
import { FillReader } from "./fill.ts";
import type { Matching } from "./lots.ts";
import { MAX_TRADE_IDS } from "./trade.ts";
import type { Booking, Trade } from "./trade.ts";

function run(fills: readonly TradingEvent[], roundTrips: RoundTrips = "flat_to_flat", matching: Matching = "fifo") {
  const trades: Trade[] = [];
  const bookings: Booking[] = [];
  const book = new FillBook(
    { trade: (one) => trades.push(one), booking: (one) => bookings.push(one) },
    { matching, roundTrips },
  );
  const reader = new FillReader();
  for (const one of fills) {
    const read = reader.read(one);
    if (read !== undefined) book.add(read, undefined);
  }
  book.finish();
  return { trades, bookings, book };
}
const amounts = (bookings: readonly Booking[]) => bookings.map(({ amount }) => amount);

describe("from flat to flat", () => {
  test("a round trip with fees", () => {
    const { trades, bookings } = run([
      fill("01-01 10:00", "buy", "2", "100", { fees: "0.2", id: "a", order_id: "o1", strategy: "s", exchange: "x" }),
      fill("01-01 12:00", "sell", "2", "110", { fees: "0.22", id: "b", order_id: "o2", strategy: "s", exchange: "x" }),
    ]);
    expect(trades).toEqual([
      {
        id: "a",
        source: "fills",
        symbol: "BTC/USDT",
        strategy: "s",
        exchange: "x",
        currency: "USDT",
        side: "long",
        quantity: "2",
        entry_price: "100",
        exit_price: "110",
        entry_time: time("01-01 10:00"),
        exit_time: time("01-01 12:00"),
        exit_reason: "",
        pnl: "19.58",
        fees_entry: "0.2",
        fees_exit: "0.22",
        funding: "0",
        volume_entry: "200",
        return: 19.58 / 200,
        duration_ms: 7_200_000,
        mfe: 0.1,
        mae: 0,
        event_ids: ["a", "b"],
        order_ids: ["o1", "o2"],
      },
    ]);
    expect(bookings).toEqual([
      {
        timestamp: time("01-01 12:00"),
        kind: "pnl",
        currency: "USDT",
        amount: "19.58",
        fees: "0.42",
        symbol: "BTC/USDT",
        strategy: "s",
      },
    ]);
  });

  const scaled = [
    fill("01-01 10:00", "buy", "1", "100", { fees: "1" }),
    fill("01-01 11:00", "buy", "1", "120"),
    fill("01-01 12:00", "sell", "1", "130", { fees: "0.5" }),
    fill("01-01 13:00", "sell", "1", "90"),
  ];

  test.each([
    // 130 − 100 − 1 − 0.5, then 90 − 120.
    ["fifo", ["28.5", "-30"]],
    // 130 − 120 − 0.5, then 90 − 100 − 1.
    ["lifo", ["9.5", "-11"]],
    // 130 − 110 − 0.5 − 0.5, then 90 − 110 − 0.5.
    ["average", ["19", "-20.5"]],
  ] as const)("scaled in and out: booked by %s, one trade in the end", (matching, booked) => {
    const { trades, bookings } = run(scaled, "flat_to_flat", matching);
    expect(amounts(bookings)).toEqual(booked);
    expect(trades).toHaveLength(1);
    expect(trades[0]).toMatchObject({
      quantity: "2",
      entry_price: "110",
      exit_price: "110",
      pnl: "-1.5",
      volume_entry: "220",
      mfe: 20 / 110,
      mae: -20 / 110,
    });
  });

  test("a flip through zero closes and opens the other way, its fee by quantity", () => {
    const { trades, bookings, book } = run([
      fill("01-01 10:00", "buy", "1", "100", { id: "a" }),
      fill("01-01 11:00", "sell", "3", "110", { fees: "0.3", id: "b" }),
      fill("01-01 12:00", "buy", "1", "105", { id: "c" }),
    ]);
    expect(trades).toHaveLength(1);
    expect(trades[0]).toMatchObject({ side: "long", pnl: "9.9", fees_exit: "0.1", event_ids: ["a", "b"] });
    // The short of two: 110 − 105 − half of the other 0.2.
    expect(amounts(bookings)).toEqual(["9.9", "4.9"]);
    expect(book.open()).toMatchObject([{ direction: -1, entryTime: time("01-01 11:00"), id: "b", symbol: "BTC/USDT" }]);
    const [held] = book.open();
    expect([held?.quantity, held?.cost, held?.fees, held?.realised].map(String)).toEqual(["1", "110", "0.2", "4.9"]);
  });

  test("positions of other strategies, exchanges and symbols are others", () => {
    const { trades, book } = run([
      fill("01-01 10:00", "buy", "1", "100"),
      fill("01-01 11:00", "sell", "1", "110", { strategy: "other" }),
      fill("01-01 11:00", "sell", "1", "110", { exchange: "other" }),
      fill("01-01 11:00", "sell", "1", "110", { symbol: "ETH/USDT" }),
    ]);
    expect(trades).toEqual([]);
    expect(book.open()).toHaveLength(4);
    expect(book.fills).toBe(4);
  });

  test("prices on the way count for the best and the worst of what is open", () => {
    const trades: Trade[] = [];
    const book = new FillBook({ trade: (one) => trades.push(one) }, { matching: "fifo", roundTrips: "flat_to_flat" });
    const reader = new FillReader();
    const add = (one: TradingEvent) => book.add(reader.read(one) as never, undefined);
    book.see("BTC/USDT", 1);
    add(fill("01-01 10:00", "sell", "1", "100"));
    for (const price of [80, 125, 95]) book.see("BTC/USDT", price);
    book.see("ETH/USDT", 5);
    add(fill("01-01 11:00", "buy", "1", "90"));
    expect(trades[0]).toMatchObject({ side: "short", mfe: 0.2, mae: -0.25 });
  });
});

describe("each closing fill", () => {
  test("is a trade, with the ids of what opened and of what closed it", () => {
    const { trades } = run(
      [
        fill("01-01 10:00", "buy", "3", "100", { id: "a", order_id: "o1", fees: "0.3" }),
        fill("01-01 11:00", "sell", "1", "110", { id: "b", order_id: "o2" }),
        fill("01-01 12:00", "sell", "2", "90", { id: "c", order_id: "o3" }),
      ],
      "per_close",
    );
    expect(
      trades.map(({ quantity, pnl, fees_entry, event_ids, order_ids }) => [
        quantity,
        pnl,
        fees_entry,
        event_ids,
        order_ids,
      ]),
    ).toEqual([
      ["1", "9.9", "0.1", ["a", "b"], ["o1", "o2"]],
      ["2", "-20.2", "0.2", ["a", "c"], ["o1", "o3"]],
    ]);
  });
});

describe("runs of fills in one direction", () => {
  const fills = (gap: string) => [
    fill("01-01 10:00", "buy", "1", "100", { fees: "0.1" }),
    fill(`01-01 ${gap}`, "buy", "3", "104", { fees: "0.3" }),
    fill("01-02 10:00", "sell", "4", "110"),
  ];

  test("are one at their average price", () => {
    const { trades } = run(fills("18:00"), "per_run");
    expect(trades).toHaveLength(1);
    expect(trades[0]).toMatchObject({
      quantity: "4",
      entry_price: "103",
      pnl: "27.6",
      entry_time: time("01-01 10:00"),
    });
  });

  test("are two when more than eight hours lie between, though one exit closes both", () => {
    const { trades } = run([...fills("18:01").slice(0, 2), fill("01-02 10:00", "sell", "1", "110")], "per_run");
    expect(trades).toMatchObject([{ quantity: "1", entry_price: "100", pnl: "9.9" }]);
  });

  test("the last one is booked at the end", () => {
    const { book, trades } = run([fill("01-01 10:00", "buy", "1", "100")], "per_run");
    expect(trades).toEqual([]);
    expect(book.open()).toHaveLength(1);
  });
});

describe("fees in another currency", () => {
  const bnb = fill("01-01 10:00", "buy", "1", "100", { fees: "0.01", data: { fee_currency: "BNB" } });

  test("are counted apart when nothing says what they are worth", () => {
    const { book } = run([bnb, { ...bnb, timestamp: time("01-02") }]);
    expect(book.otherFees).toEqual({ BNB: "0.02" });
  });

  test("are fees when they were converted", () => {
    const trades: Trade[] = [];
    const book = new FillBook({ trade: (one) => trades.push(one) }, { matching: "fifo", roundTrips: "flat_to_flat" });
    const reader = new FillReader();
    book.add(reader.read(bnb) as never, "3");
    book.add(reader.read(fill("01-01 11:00", "sell", "1", "110")) as never, undefined);
    expect(trades[0]).toMatchObject({ pnl: "7", fees_entry: "3" });
    expect(book.otherFees).toEqual({});
  });
});

test("a position that is never flat names so many fills and no more", () => {
  const many = Array.from({ length: 3 * MAX_TRADE_IDS }, (_, at) =>
    fill("01-01", at % 2 === 0 ? "buy" : "sell", "1", "100", { id: `f${at}`, order_id: `o${at}` }),
  );
  const { trades } = run([
    fill("01-01", "buy", "1", "100", { id: "first", order_id: "first" }),
    ...many,
    fill("01-02", "sell", "1", "101"),
  ]);
  expect(trades).toHaveLength(1);
  expect(trades[0]?.pnl).toBe("1");
  expect(trades[0]?.event_ids).toHaveLength(MAX_TRADE_IDS);
  expect(trades[0]?.order_ids.slice(0, 2)).toEqual(["first", "o0"]);
});
