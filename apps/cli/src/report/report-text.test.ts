import { DailyReportBuilder, ReportBuilder } from "@daybook/analytics";
import type { ReportOptions, TradingEvent } from "@daybook/analytics";
import picocolors from "picocolors";
import { expect, test } from "vitest";
import { dailyText, performanceText } from "./report-text.ts";

const plain = { paint: picocolors.createColors(false) };

function trade(id: string, hour: number, pnl: string, symbol = "BTCUSDT"): TradingEvent[] {
  const time = (minute: number): string => `2024-01-01T0${hour}:${minute}0:00.000000Z`;
  const about = { trade_id: id, symbol, quantity: "1", currency: "USDT" };
  return [
    { ...about, id: `${id}e`, event_type: "trade_entry", timestamp: time(0), side: "buy", price: "100" },
    { ...about, id: `${id}x`, event_type: "trade_exit", timestamp: time(1), price: String(100 + Number(pnl)), pnl },
  ];
}

function reportOf(events: readonly TradingEvent[], options: ReportOptions = {}) {
  const builder = new ReportBuilder(options);
  for (const event of events) builder.add(event);
  return builder.finish();
}

test("the figures of some trades", () => {
  const text = performanceText(
    reportOf([...trade("a", 1, "10"), ...trade("b", 2, "-4", "ETHUSDT")], { startingEquity: "1000" }),
    plain,
  );
  expect(text).toContain("Net P&L                   +6 USDT");
  expect(text).toContain("2 trades: 1 won, 1 lost, 0 even");
  expect(text).toContain("1000 → 1006 USDT");
  expect(text).toMatch(/By symbol\n {2}BTCUSDT +1 +100 % won {2}\+10\n {2}ETHUSDT +1 +0 % won {2}-4\n/);
});

test("no trades say what would make some", () => {
  expect(performanceText(reportOf([]), plain)).toContain("Trades come from trade_entry and trade_exit");
});

test("what is missing says why, and nothing is NaN", () => {
  const text = performanceText(reportOf(trade("a", 1, "10")), plain);
  expect(text).toContain("not known: log account_balance, or give --starting-equity");
  expect(text).toContain("Profit factor             ∞");
  expect(text).not.toMatch(/NaN|Infinity|undefined/);
});

test("another tool's figures stand beside ours, with the reason", () => {
  const options = { startingEquity: "1000", convention: { compat: "freqtrade" } } as const;
  const text = performanceText(reportOf([...trade("a", 1, "10"), ...trade("b", 2, "-4")], options), plain);
  expect(text).toContain("As freqtrade computes it");
  expect(text).toMatch(/sharpe +\S+ .*√365/);
});

test("names that were logged cannot move the cursor", () => {
  const text = performanceText(reportOf([...trade("a", 1, "1", "\u001b[2J"), ...trade("b", 2, "1", "x")]), plain);
  expect(text).not.toContain("\u001b");
});

test("a day has its execution and its logs", () => {
  const period = { start: "2024-01-01T00:00:00.000000Z", end: "2024-01-02T00:00:00.000000Z" };
  const builder = new DailyReportBuilder({ period });
  for (const event of trade("a", 1, "10")) builder.add({ ...event, service: "bot", level: "INFO" });
  const text = dailyText(builder.finish(), plain);
  expect(text).toContain("Execution");
  expect(text).toMatch(/Events +2/);
});
