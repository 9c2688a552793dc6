import { describe, expect, test } from "vitest";
import { time, trade } from "../test-support/trading-events.ts";
import type { Trade } from "../trades/trade.ts";
import { TotalsCounter, TradeStatistics } from "./trade-statistics.ts";

function statistics(...trades: Partial<Trade>[]): TradeStatistics {
  const all = new TradeStatistics();
  trades.forEach((one, at) => all.add(trade({ exit_time: time(`01-${String(at + 1).padStart(2, "0")}`), ...one })));
  return all;
}
const of = (...pnls: string[]) => statistics(...pnls.map((pnl) => ({ pnl }))).figures;

test("worked by hand", () => {
  const all = statistics(
    { pnl: "10.5", fees_entry: "0.1", fees_exit: "0.2", mfe: 0.2, mae: -0.1 },
    { pnl: "5.5", duration_ms: 3_600_000, funding: "-0.25" },
    { pnl: "-4", mfe: 0.1, mae: -0.3 },
    { pnl: "-6", volume_entry: "50" },
    { pnl: "0.0" },
  ).figures;
  expect(all).toEqual({
    trades: 5,
    wins: 2,
    losses: 2,
    breakeven: 1,
    pnl: "6",
    gross_profit: "16",
    gross_loss: "-10",
    fees_entry: "0.1",
    fees_exit: "0.2",
    funding: "-0.25",
    volume_entry: "450",
    win_rate: { value: 0.4 },
    win_rate_excluding_breakeven: { value: 0.5 },
    profit_factor: { value: 1.6 },
    avg_win: { value: 8 },
    avg_loss: { value: -5 },
    payoff_ratio: { value: 1.6 },
    expectancy: { value: 1.2 },
    expectancy_r: { value: 0.24 },
    kelly: { value: 0.4 - 0.6 / 1.6 },
    kelly_excluding_breakeven: { value: 0.5 - 0.5 / 1.6 },
    largest_win: { value: 10.5 },
    largest_loss: { value: -6 },
    max_consecutive_wins: 2,
    max_consecutive_losses: 2,
    max_drawdown_abs: 10,
    mean_duration_ms: { value: 6_480_000 },
    mean_mfe: { value: (0.2 + 0.1) / 2 },
    mean_mae: { value: -0.2 },
  });
});

describe("what is not defined is null with its reason", () => {
  test("no trades", () => {
    const all = new TradeStatistics().figures;
    for (const [name, one] of Object.entries(all)) {
      if (typeof one === "object") expect(one, name).toEqual({ value: null, reason: expect.any(String) });
    }
    expect([all.trades, all.pnl, all.max_drawdown_abs, all.win_rate.reason]).toEqual([0, "0", 0, "no trades"]);
    expect([all.avg_win.reason, all.kelly.reason, all.profit_factor.reason]).toEqual([
      "no trades",
      "no trades",
      "no trades",
    ]);
  });

  test("one trade, won", () => {
    const all = of("5");
    expect([all.win_rate.value, all.expectancy.value, all.largest_win.value, all.max_consecutive_wins]).toEqual([
      1, 5, 5, 1,
    ]);
    expect([all.profit_factor, all.payoff_ratio, all.kelly, all.avg_loss, all.largest_loss, all.expectancy_r]).toEqual(
      Array.from({ length: 6 }, () => ({ value: null, reason: "no trade lost" })),
    );
    expect(all.mean_mfe).toEqual({ value: null, reason: "no prices on the way" });
  });

  test("all lost", () => {
    const all = of("-5", "-1");
    expect([all.win_rate.value, all.profit_factor.value, all.avg_loss.value, all.expectancy_r.value]).toEqual([
      0, 0, -3, -1,
    ]);
    expect([all.avg_win, all.payoff_ratio, all.kelly, all.largest_win]).toEqual(
      Array.from({ length: 4 }, () => ({ value: null, reason: "no trade won" })),
    );
    expect([all.max_consecutive_losses, all.max_drawdown_abs]).toEqual([2, 6]);
  });

  test("breakeven trades only", () => {
    const all = of("0", "0.00");
    expect([all.trades, all.breakeven, all.win_rate.value, all.expectancy.value]).toEqual([2, 2, 0, 0]);
    expect(all.win_rate_excluding_breakeven).toEqual({ value: null, reason: "no trade won or lost" });
    expect(all.profit_factor).toEqual({ value: null, reason: "no trade lost" });
  });
});

test("a breakeven trade ends a streak, and does not begin one", () => {
  expect(of("1", "1", "0", "1", "-1", "0", "-1", "-1", "-1")).toMatchObject({
    max_consecutive_wins: 2,
    max_consecutive_losses: 3,
  });
});

test("trades count in the order of their closes, not in that in which they came", () => {
  const all = statistics(
    { pnl: "3", exit_time: time("01-03") },
    { pnl: "-9", exit_time: time("01-01") },
    { pnl: "1", exit_time: time("01-01") },
  );
  expect([...all.results]).toEqual([-9, 1, 3]);
  expect([...all.pnls]).toEqual([3, -9, 1]);
  expect([...all.closedMs].map((at) => new Date(at).getUTCDate())).toEqual([3, 1, 1]);
  expect(all.figures).toMatchObject({ max_drawdown_abs: 9, max_consecutive_wins: 2 });
});

test("sums are exact", () => {
  expect(of("0.1", "0.2", "-0.3").pnl).toBe("0");
  expect(of("9007199254740993", "1e-18").pnl).toBe("9007199254740993.000000000000000001");
});

test("a counter of totals", () => {
  const counter = new TotalsCounter();
  for (const pnl of ["1", "-2.5", "0"]) counter.add(pnl, Number(pnl));
  expect(counter.totals).toEqual({ trades: 3, wins: 1, losses: 1, breakeven: 1, pnl: "-1.5" });
});
