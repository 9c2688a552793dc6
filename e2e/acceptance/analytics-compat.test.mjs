import {
  ReportBuilder,
  TradeStatistics,
  assembleTrades,
  compareEvents,
  compatFigures,
  maxDrawdown,
  returnMetrics,
} from "@daybook/analytics";
import { describe, expect, it } from "vitest";
import { TRADE_SETS, csv, differing, eventsOf, oracle, readShared } from "./analytics-data.mjs";

/** Figures that are not the tool's, and the cause. Whatever is not here is, to 1e-9. */
const EXCEPTIONS = [
  {
    series: "ft_fixture_2018",
    tool: "freqtrade",
    figures: ["max_drawdown_abs", "max_drawdown_account", "max_relative_drawdown", "calmar"],
    cause:
      "Trades close at equal times, and freqtrade orders them by a quicksort that does not keep the order of equal ones: the running maximum, and Calmar with it, depend on where each lands. Ours takes them in the order of their events.",
  },
];
const isException = (series, tool, figure) =>
  EXCEPTIONS.some((one) => one.series === series && one.tool === tool && one.figures.includes(figure));

const TOOLS = {
  quantstats: "quantstats",
  empyrical: "empyrical_reloaded",
  performanceanalytics: "r_performanceanalytics",
};
const none = new TradeStatistics().figures;

function ofReturns(tool, returns, periodsPerYear, riskFree) {
  const input = { returns, trades: [], periodsPerYear, riskFree, start: Number.NaN, firstMs: 0, lastMs: 0, equity: [] };
  const ours = { trades: none, returns: returnMetrics(returns, { periodsPerYear, riskFree: 0 }) };
  return Object.fromEntries(compatFigures(tool, input, ours).map(({ name, value }) => [name, value]));
}

describe.each(Object.entries(oracle.series))("%s", (_name, series) => {
  const returns = Float64Array.from(
    csv(`oracle/${series.csv}`)
      .map((row) => row.return)
      .filter(Boolean),
    Number,
  );

  it.each(Object.entries(TOOLS))("has every figure of %s", (tool, key) => {
    const plain = ofReturns(tool, returns, series.periods_per_year, 0);
    const at4 = ofReturns(tool, returns, series.periods_per_year, 0.04);
    const wanted = Object.entries(series[key]);
    const pairs = wanted.map(([name, value]) => [
      name,
      name.endsWith("_rf4pct") ? at4[name.replace("_rf4pct", "")] : plain[name],
      value,
    ]);
    expect(differing(pairs)).toEqual([]);
    // None of ours goes unchecked.
    expect(Object.keys(plain).filter((name) => !(name in series[key]))).toEqual([]);
  });

  it("falls where the plain computation falls", () => {
    const { depth, peakAt, troughAt } = maxDrawdown(returns);
    // Rows count from one, and the start is row zero.
    if (depth < 0)
      expect([peakAt + 1, troughAt + 1]).toEqual([series.plain.drawdown_peak_row, series.plain.drawdown_trough_row]);
  });
});

/** itumor's back-test began long before its first trade, the others with it. */
const iso = (text) => new Date(text.replace(" ", "T")).toISOString().replace("Z", "000Z");

describe.each(TRADE_SETS)("freqtrade on %s", (set) => {
  const { freqtrade_code_recomputed: wanted, starting_balance: balance } = oracle.series[`trades_${set}`];
  const builder = new ReportBuilder({
    startingEquity: String(balance),
    convention: { compat: "freqtrade" },
    period: { start: set === "itumor_supertrend" ? iso(wanted.min_date) : null, end: null },
  });
  for (const event of eventsOf(set).toSorted(compareEvents)) builder.add(event);
  const { compat } = builder.finish();

  it("has every figure but the listed exceptions", () => {
    const pairs = compat.figures.map(({ name, value }) => [name, value, wanted[name]]);
    const off = differing(pairs).map((text) => text.split(":")[0]);
    expect(off.filter((name) => !isException(set, "freqtrade", name))).toEqual([]);
    expect(compat.figures.map(({ name }) => name).sort()).toEqual(
      Object.keys(wanted)
        .filter((name) => typeof wanted[name] === "number")
        .sort(),
    );
  });

  it("says why each differs from ours", () => {
    for (const { why } of compat.figures) expect(why).toMatch(/^\S.{5,140}$/);
  });
});

it("each exception has a cause and still differs", () => {
  for (const { series, figures, cause } of EXCEPTIONS) {
    const { freqtrade_code_recomputed: wanted, starting_balance: balance } = oracle.series[`trades_${series}`];
    const builder = new ReportBuilder({ startingEquity: String(balance), convention: { compat: "freqtrade" } });
    for (const event of eventsOf(series).toSorted(compareEvents)) builder.add(event);
    const values = Object.fromEntries(builder.finish().compat.figures.map(({ name, value }) => [name, value]));
    expect(differing(figures.map((name) => [name, values[name], wanted[name]]))).toHaveLength(figures.length);
    expect(cause).not.toBe("");
  }
});

/** What needs the market's own prices, or what we say otherwise. */
const NOT_OURS = ["Start", "End", "Exposure Time [%]", "Commissions [$]", "Buy & Hold Return [%]", "Alpha [%]", "Beta"];

describe("backtesting.py on goog_smacross", () => {
  const { stats, ...totals } = JSON.parse(readShared("oracle/backtesting_py/stats_dev.json")).goog_smacross;
  const { trades } = assembleTrades(eventsOf("goog_smacross"));
  const statistics = new TradeStatistics();
  for (const trade of trades) statistics.add(trade);
  const equity = readShared("oracle/backtesting_py/goog_smacross_equity.csv")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","))
    .map(([day, value]) => ({ timeMs: Date.parse(day), value: Number(value) }));

  it("has its trades", () => {
    const table = csv("oracle/backtesting_py/goog_smacross_trades.csv");
    expect(trades).toHaveLength(table.length);
    const rows = trades.map((trade) => [
      trade.entry_time.slice(0, 10),
      trade.exit_time.slice(0, 10),
      trade.side,
      Number(trade.quantity),
    ]);
    expect(rows).toEqual(
      table.map(({ EntryTime, ExitTime, Size }) => [
        EntryTime,
        ExitTime,
        Number(Size) > 0 ? "long" : "short",
        Math.abs(Number(Size)),
      ]),
    );
    expect(differing(trades.map((trade, at) => [trade.id, Number(trade.pnl), Number(table[at].PnL)]))).toEqual([]);
    expect(
      differing(trades.map((trade, at) => [trade.id, Number(trade.fees_exit), Number(table[at].Commission)])),
    ).toEqual([]);
    expect(trades.filter((trade) => trade.pnl_computed !== undefined)).toEqual([]);
  });

  it("has its totals", () => {
    const { figures } = statistics;
    expect([figures.trades, figures.wins, figures.losses]).toEqual([totals.trades, totals.wins, totals.losses]);
    expect(
      differing([
        ["net_pnl", Number(figures.pnl), totals.net_pnl],
        ["profit_factor", figures.profit_factor.value, totals.profit_factor_on_pnl],
      ]),
    ).toEqual([]);
  });

  it("has every figure that needs no market prices", () => {
    const input = {
      returns: new Float64Array(),
      trades: trades.map((trade) => ({
        pnl: Number(trade.pnl),
        return: trade.return,
        entryMs: Date.parse(trade.entry_time),
        exitMs: Date.parse(trade.exit_time),
      })),
      periodsPerYear: 252,
      riskFree: 0,
      start: 10_000,
      firstMs: 0,
      lastMs: 0,
      equity,
    };
    const ours = {
      trades: statistics.figures,
      returns: returnMetrics(new Float64Array(), { periodsPerYear: 252, riskFree: 0 }),
    };
    const figures = compatFigures("backtesting.py", input, ours);
    // Times are written as "3116 days 00:00:00".
    expect(differing(figures.map(({ name, value }) => [name, value, Number.parseFloat(stats[name])]))).toEqual([]);
    expect(Object.keys(stats).filter((name) => !figures.some((figure) => figure.name === name))).toEqual(NOT_OURS);
  });
});
