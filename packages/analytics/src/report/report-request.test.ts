import { expect, test } from "vitest";
import { DEFAULT_CONVENTION } from "./performance-report.ts";
import { PeriodError } from "./report-period.ts";
import { parseReportRequest } from "./report-request.ts";

const NOW = Date.parse("2024-03-12T12:00:00Z");

test("nothing said is the default convention over everything", () => {
  const { convention, options } = parseReportRequest({}, NOW);
  expect(convention).toEqual(DEFAULT_CONVENTION);
  expect(options.period).toEqual({ start: null, end: null });
  expect(options.symbols).toEqual([]);
  expect(options.startingEquity).toBeUndefined();
});

test("everything said is taken", () => {
  const { convention, options } = parseReportRequest(
    {
      date: "2024-03-11",
      currency: "USDT",
      symbol: ["BTCUSDT"],
      strategy: ["momentum"],
      time_zone: "America/New_York",
      close: "17:00",
      periods_per_year: "252",
      risk_free: "0.04",
      source: "fills",
      matching: "lifo",
      round_trips: "per_run",
      compat: "freqtrade",
      starting_equity: "1000.50",
      max_trades: "10.9",
    },
    NOW,
  );
  expect(convention).toEqual({
    time_zone: "America/New_York",
    close: "17:00",
    periods_per_year: 252,
    risk_free: 0.04,
    source: "fills",
    matching: "lifo",
    round_trips: "per_run",
    compat: "freqtrade",
  });
  expect(options).toMatchObject({ currency: "USDT", startingEquity: "1000.50", maxTrades: 10 });
  expect(options.period.end).toBe("2024-03-11T21:00:00.000000Z");
});

test.each([
  [{ source: "guess" }, /none of auto, events, fills/],
  [{ compat: "excel" }, /none of quantstats/],
  [{ periods_per_year: "0" }, /no number from 1/],
  [{ risk_free: "four" }, /no number/],
  [{ max_trades: "1e9" }, /no number from 0 to 100000/],
  [{ starting_equity: "-5" }, /no amount above zero/],
  [{ starting_equity: "1,000" }, /no amount/],
  [{ time_zone: "Moon" }, /no time zone/],
])("%j is refused", (request, message) => {
  expect(() => parseReportRequest(request, NOW)).toThrow(message);
  expect(() => parseReportRequest(request, NOW)).toThrow(PeriodError);
});
