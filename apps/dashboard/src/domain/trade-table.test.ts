import { describe, expect, test } from "vitest";
import { sampleTrade } from "./test-support/sample-report.ts";
import { filterTrades, nextSort, parseSort, sortTrades } from "./trade-table.ts";

const TRADES = [
  sampleTrade({ id: "1", symbol: "BTC/USDT", pnl: "9", exit_time: "2024-01-01T00:00:00Z", exit_reason: "roi" }),
  sampleTrade({ id: "2", symbol: "ETH/USDT", pnl: "-10", exit_time: "2024-01-02T00:00:00Z", return: null }),
  sampleTrade({ id: "3", symbol: "eth/BTC", pnl: "100", exit_time: "2024-01-03T00:00:00Z", return: 0.5 }),
];
const ids = (trades: readonly { id: string }[]): string => trades.map(({ id }) => id).join("");

describe("table of trades", () => {
  test("newest first by default; money by value, not by letter", () => {
    expect(ids(sortTrades(TRADES, "-exit_time"))).toBe("321");
    expect(ids(sortTrades(TRADES, "pnl"))).toBe("213");
    expect(ids(sortTrades(TRADES, "symbol"))).toBe("132");
    expect(ids(sortTrades(TRADES, "-return"))).toBe("312");
    expect(ids(sortTrades(TRADES, "nonsense"))).toBe("321");
  });

  test("a click sorts numbers from the largest, words from A, and then the other way", () => {
    expect(nextSort("-exit_time", "pnl")).toBe("-pnl");
    expect(nextSort("-pnl", "pnl")).toBe("pnl");
    expect(nextSort("pnl", "symbol")).toBe("symbol");
    expect(parseSort("-pnl")).toEqual({ column: "pnl", isDescending: true });
  });

  test("each word has to stand somewhere", () => {
    expect(ids(filterTrades(TRADES, "eth"))).toBe("23");
    expect(ids(filterTrades(TRADES, " ETH btc "))).toBe("3");
    expect(ids(filterTrades(TRADES, "loss"))).toBe("2");
    expect(ids(filterTrades(TRADES, "win roi"))).toBe("1");
    expect(filterTrades(TRADES, "")).toBe(TRADES);
  });
});
