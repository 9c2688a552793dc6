import { expect, test } from "vitest";
import { money } from "../decimal/money.ts";
import { fill, time } from "../test-support/trading-events.ts";
import { FillReader } from "./fill.ts";
import type { Fill } from "./fill.ts";
import { newTrip, noteFill, partOf, toTrade } from "./trip.ts";

const read = (...args: Parameters<typeof fill>) => new FillReader().read(fill(...args)) as Fill;
const held = { symbol: "BTC/USDT", strategy: "", exchange: "", currency: "USDT" };

test("a part of a trip has its own sums, and the highs and lows of the whole", () => {
  const opening = read("01-01 10:00", "sell", "2", "100", { id: "a", order_id: "o" });
  const trip = newTrip(opening);
  noteFill(trip, opening);
  noteFill(trip, opening);
  expect([trip.eventIds, [...trip.orderIds]]).toEqual([["a"], ["o"]]);
  const closing = read("01-01 12:00", "buy", "1", "80", { id: "b", order_id: "o" });
  noteFill(trip, closing);
  const sums = { entered: money(1), entryCost: money(100), exited: money(1), proceeds: money(80) };
  const part = partOf(trip, closing, { ...sums, feesEntry: money(0), feesExit: money(1), pnl: money(19) });
  expect(toTrade(held, part, closing)).toMatchObject({
    id: "a",
    side: "short",
    entry_price: "100",
    exit_price: "80",
    exit_time: time("01-01 12:00"),
    pnl: "19",
    return: 0.19,
    mfe: 0.2,
    mae: 0,
    event_ids: ["a", "b"],
    order_ids: ["o"],
  });
});

test("without ids a trade is named by its symbol and time", () => {
  const opening = read("01-01 10:00", "buy", "1", "0");
  const trip = { ...newTrip(opening), entered: money(1), exited: money(1) };
  // Something that was got for nothing has no return.
  expect(toTrade(held, trip, opening)).toMatchObject({
    id: `BTC/USDT ${time("01-01 10:00")}`,
    return: null,
    mfe: 0,
    mae: 0,
  });
});
