import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  DEFAULT_TRADING,
  parseTradingState,
  periodParameters,
  printTradingState,
  reportParameters,
  SETTINGS,
  TIMEFRAMES,
  TRADING_VIEWS,
  type TradingState,
} from "./trading-state.ts";

describe("state of the trading page in the address", () => {
  test("the default needs no parameter", () => {
    expect(printTradingState(DEFAULT_TRADING)).toBe("");
    expect(parseTradingState("")).toEqual(DEFAULT_TRADING);
  });

  test("what cannot be read is at its default", () => {
    expect(parseTradingState("view=x&timeframe=9d&start=soon&end=&close=&sort=&trade=")).toEqual(DEFAULT_TRADING);
  });

  test("a report is asked with period, filters and settings, not with the looks of the table", () => {
    const state: TradingState = {
      ...DEFAULT_TRADING,
      symbols: ["BTC/USDT", "ETH/USDT"],
      settings: { close: "17:00", time_zone: "America/New_York", matching: "lifo" },
      find: "roi",
      trade: "t1",
    };
    expect(reportParameters(state).toString()).toBe(
      "timeframe=1m&symbol=BTC%2FUSDT&symbol=ETH%2FUSDT&time_zone=America%2FNew_York&close=17%3A00&matching=lifo",
    );
    expect(periodParameters(state).toString()).toBe("timeframe=1m&time_zone=America%2FNew_York&close=17%3A00");
  });

  test("days of which one end is open", () => {
    const state = parseTradingState("start=2024-01-05");
    expect(state.period).toEqual({ kind: "dates", start: "2024-01-05", end: null });
    expect(reportParameters(state).toString()).toBe("start=2024-01-05");
  });

  test("property: every state survives the address", () => {
    const text = fc.string({ minLength: 1, unit: "grapheme" });
    const day = fc.constantFrom("2024-01-02", "2024-02-29", "2024-03-01T10:20:30.123Z");
    const state: fc.Arbitrary<TradingState> = fc.record({
      view: fc.constantFrom(...TRADING_VIEWS),
      period: fc.oneof(
        fc.constantFrom(...TIMEFRAMES).map((timeframe) => ({ kind: "timeframe", timeframe }) as const),
        fc.record({ kind: fc.constant("dates" as const), start: day, end: fc.option(day, { nil: null }) }),
      ),
      symbols: fc.array(text, { maxLength: 4 }),
      strategies: fc.array(text, { maxLength: 4 }),
      currency: fc.option(text, { nil: null }),
      settings: fc.dictionary(fc.constantFrom(...SETTINGS), text, { noNullPrototype: true }),
      trade: fc.option(text, { nil: null }),
      find: fc.string({ unit: "grapheme" }),
      sort: text,
    });
    fc.assert(
      fc.property(state, (one) => {
        expect(parseTradingState(printTradingState(one))).toEqual(one);
      }),
    );
  });
});
