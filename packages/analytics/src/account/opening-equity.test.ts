import { describe, expect, test } from "vitest";
import { time } from "../test-support/trading-events.ts";
import type { Booking } from "../trades/trade.ts";
import type { AccountState } from "./account.ts";
import { OpeningEquity } from "./opening-equity.ts";

function booking(when: string, amount: string): Booking {
  return { timestamp: time(when), kind: "pnl", currency: "USDT", amount, fees: "0", symbol: "", strategy: "" };
}
const mark = (when: string, total: string) => ({ timestamp: time(when), total, equity: null });
const balances = (first: [string, string], before?: [string, string]): AccountState => ({
  first: mark(...first),
  last: mark(...first),
  before: before && mark(...before),
});

test("nothing is known without a balance", () => {
  expect(new OpeningEquity(null).of(undefined, undefined)).toBeUndefined();
});

test("a setting is the equity before everything: what was booked before the period comes to it", () => {
  const opening = new OpeningEquity(time("01-03"));
  opening.book(booking("01-01", "10"), undefined);
  opening.book(booking("01-02 23:59", "-2.5"), undefined);
  opening.book(booking("01-03", "100"), undefined);
  expect(opening.hasEarlier).toBe(true);
  expect(opening.of("1000", balances(["01-01", "7"]))).toEqual({ amount: "1007.5", from: "setting" });
});

describe("a balance that was logged", () => {
  test("before everything is the start", () => {
    const state = balances(["01-01", "1000"]);
    const opening = new OpeningEquity(null);
    opening.book(booking("01-01", "10"), state);
    expect(opening.of(undefined, state)).toEqual({ amount: "1000", from: "account_balance" });
    expect(opening.hasEarlier).toBe(false);
  });

  test("after trades includes them already", () => {
    const opening = new OpeningEquity(null);
    opening.book(booking("01-01 10:00", "10"), undefined);
    opening.book(booking("01-01 11:00", "-3"), undefined);
    const state = balances(["01-01 12:00", "1007"]);
    opening.book(booking("01-01 12:00", "50"), state);
    expect(opening.of(undefined, state)?.amount).toBe("1000");
  });

  test("before the period grows by what was booked until the period", () => {
    const opening = new OpeningEquity(time("02-01"));
    const early = balances(["01-01", "1000"], ["01-01", "1000"]);
    opening.book(booking("01-10", "10"), early);
    // A deposit that nothing told of: the newer balance is believed.
    const later: AccountState = { ...early, before: mark("01-20", "1500") };
    opening.book(booking("01-25", "5"), later);
    opening.book(booking("02-02", "99"), later);
    expect(opening.of(undefined, later)?.amount).toBe("1505");
    // Without a booking after it, too.
    const newest: AccountState = { ...later, before: mark("01-31", "1506") };
    expect(opening.of(undefined, newest)?.amount).toBe("1506");
  });

  test("within the period for the first time is reckoned back", () => {
    const opening = new OpeningEquity(time("02-01"));
    opening.book(booking("01-10", "10"), undefined);
    opening.book(booking("02-02", "30"), undefined);
    const state = balances(["02-03", "1040"]);
    expect(opening.of(undefined, state)?.amount).toBe("1010");
  });

  test("counts bookings that come late by their time", () => {
    const state: AccountState = { ...balances(["01-05", "1000"]), before: mark("01-20", "1500") };
    const opening = new OpeningEquity(time("02-01"));
    opening.book(booking("01-10", "10"), state);
    opening.book(booking("01-25", "5"), state);
    expect(opening.of(undefined, state)?.amount).toBe("1505");
  });
});
