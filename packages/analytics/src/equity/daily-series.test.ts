import { describe, expect, test } from "vitest";
import { DayClock } from "../calendar/day-clock.ts";
import { time } from "../test-support/trading-events.ts";
import type { Booking } from "../trades/trade.ts";
import { DailySeries, MAX_DAYS } from "./daily-series.ts";

function series(...bookings: [when: string, kind: Booking["kind"], amount: string, fees?: string][]): DailySeries {
  const daily = new DailySeries(new DayClock());
  for (const [when, kind, amount, fees = "0"] of bookings) {
    daily.add({ timestamp: time(when), kind, amount, fees, currency: "USDT", symbol: "", strategy: "" });
  }
  return daily;
}

test("each calendar day is a row, and a deposit is no return", () => {
  const daily = series(
    ["01-01 10:00", "pnl", "10", "0.5"],
    ["01-01 12:00", "funding", "-1"],
    ["01-03 09:00", "deposit", "991"],
    ["01-03 10:00", "pnl", "-20", "1"],
    ["01-03 11:00", "withdrawal", "-91"],
  );
  expect([daily.firstDay, daily.lastDay]).toEqual(["2024-01-01", "2024-01-03"]);
  expect(daily.rows("2024-01-01", "2024-01-04", "1000")).toEqual([
    { day: "2024-01-01", pnl: "9", fees: "0.5", funding: "-1", deposits: "0", equity: "1009", return: 0.009 },
    { day: "2024-01-02", pnl: "0", fees: "0", funding: "0", deposits: "0", equity: "1009", return: 0 },
    { day: "2024-01-03", pnl: "-20", fees: "1", funding: "0", deposits: "900", equity: "1889", return: -20 / 1009 },
    { day: "2024-01-04", pnl: "0", fees: "0", funding: "0", deposits: "0", equity: "1889", return: 0 },
  ]);
});

test("days before the first row are in its equity", () => {
  const daily = series(["01-05", "pnl", "5"], ["01-01", "pnl", "100"], ["01-02", "deposit", "50"]);
  expect(daily.rows("2024-01-05", "2024-01-05", "1000")).toMatchObject([{ equity: "1155", return: 5 / 1150 }]);
});

describe("there is no return", () => {
  test("without a starting balance", () => {
    expect(series(["01-01", "pnl", "5"]).rows("2024-01-01", "2024-01-01", undefined)).toMatchObject([
      { pnl: "5", equity: null, return: null },
    ]);
  });

  test("on nothing, or on debts", () => {
    const rows = series(["01-01", "pnl", "-10"], ["01-02", "pnl", "-1"], ["01-03", "deposit", "5"]).rows(
      "2024-01-01",
      "2024-01-04",
      "10",
    );
    expect(rows.map((row) => [row.equity, row.return])).toEqual([
      ["0", -1],
      ["-1", null],
      ["4", null],
      ["4", 0],
    ]);
  });
});

test("bookings may come in any order", () => {
  const bookings = [
    ["01-02", "pnl", "2"],
    ["01-01", "pnl", "1"],
    ["01-02", "pnl", "3"],
  ] as const;
  const one = series(...bookings.map((booking) => [...booking] as [string, "pnl", string]));
  expect(one.rows("2024-01-01", "2024-01-02", "0").map(({ pnl }) => pnl)).toEqual(["1", "5"]);
});

test("nothing was booked", () => {
  const none = series();
  expect([none.firstDay, none.lastDay]).toEqual([undefined, undefined]);
  expect(none.rows("2024-01-01", "2024-01-01", "7")).toMatchObject([{ equity: "7", return: 0 }]);
});

test("more than two hundred years are refused, and one day less is not", () => {
  const last = new Date(Date.parse("1970-01-01") + MAX_DAYS * 86_400_000).toISOString().slice(0, 10);
  expect(series().rows("1970-01-01", last, undefined)).toHaveLength(MAX_DAYS + 1);
  expect(() => series().rows("1970-01-01", "2262-04-10", undefined)).toThrow(
    new RangeError(`from 1970-01-01 to 2262-04-10 are more than ${MAX_DAYS} days`),
  );
});
