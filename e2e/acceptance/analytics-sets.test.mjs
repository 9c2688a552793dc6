import {
  DailySeries,
  DayClock,
  ReportBuilder,
  TotalsCounter,
  TradeStatistics,
  assembleTrades,
  compareEvents,
  returnMetrics,
} from "@daybook/analytics";
import { describe, expect, it } from "vitest";
import { ARRIVALS, TRADE_SETS, csv, differing, eventsOf, expectedOf, oracle, places } from "./analytics-data.mjs";

const EXACT = ["net_pnl", "gross_profit", "gross_loss", "fees_entry", "fees_exit", "volume_entry"];
const COUNTS = ["trades", "wins", "losses", "breakeven", "max_consecutive_wins", "max_consecutive_losses"];
const RATIOS = [
  "win_rate",
  "win_rate_excluding_breakeven",
  "profit_factor",
  "avg_win",
  "avg_loss",
  "payoff_ratio",
  "expectancy",
  "expectancy_R",
  "kelly",
  "kelly_excluding_breakeven",
  "largest_win",
  "largest_loss",
];
/** Theirs → ours, where the names differ. */
const OURS = { net_pnl: "pnl", expectancy_R: "expectancy_r" };
const GROUPS = {
  by_side: ({ side }) => side,
  by_symbol: ({ symbol }) => symbol,
  by_exit_reason: ({ exit_reason }) => exit_reason,
  by_day_utc: ({ exit_time }) => exit_time.slice(0, 10),
};

const pick = (names, from) => Object.fromEntries(names.map((name) => [name, from(name)]));
const written = ({ pnl, ...counts }) => ({ ...counts, pnl: places(pnl, 12) });

function groupsOf(trades, keyOf) {
  const counters = new Map();
  for (const trade of trades) {
    const counter = counters.get(keyOf(trade)) ?? new TotalsCounter();
    counters.set(keyOf(trade), counter);
    counter.add(trade.pnl, Number(trade.pnl));
  }
  return Object.fromEntries([...counters].map(([key, { totals }]) => [key, written(totals)]));
}

describe.each(TRADE_SETS)("%s", (set) => {
  const wanted = expectedOf(set);
  const series = oracle.series[`trades_${set}`];

  describe.each(Object.entries(ARRIVALS))("%s", (_arrival, read) => {
    const { trades, bookings, open, incomplete } = assembleTrades(read(set));
    const statistics = new TradeStatistics();
    for (const trade of trades) statistics.add(trade);
    const { figures } = statistics;

    it("has the expected totals to the last digit", () => {
      expect(pick(COUNTS, (name) => figures[name])).toEqual(pick(COUNTS, (name) => wanted[name]));
      expect(pick(EXACT, (name) => places(figures[OURS[name] ?? name], 12))).toEqual(
        pick(EXACT, (name) => wanted[name]),
      );
      expect({ open, incomplete }).toEqual({ open: [], incomplete: [] });
      // Reported results that are not quantity × price − fees, by their own count.
      expect(trades.filter((trade) => trade.pnl_computed !== undefined)).toHaveLength(wanted.pnl_identity.trades_off);
    });

    it.each(Object.entries(GROUPS))("has the expected sums %s", (name, keyOf) => {
      expect(groupsOf(trades, keyOf)).toEqual(wanted[name]);
    });

    it("has the expected ratios", () => {
      const pairs = RATIOS.map((name) => [name, figures[OURS[name] ?? name].value, wanted[name]]);
      const fall = Number(wanted.max_drawdown_abs_closed_trades);
      // Written to twelve places: its last digit is all that can be compared.
      expect(Math.abs(figures.max_drawdown_abs - fall)).toBeLessThanOrEqual(5e-13 + 1e-12 * fall);
      expect(differing(pairs)).toEqual([]);
    });

    it("has the oracle's daily equity", () => {
      const daily = new DailySeries(new DayClock());
      for (const booking of bookings) daily.add(booking);
      const rows = daily.rows(series.first, series.last, String(series.starting_balance));
      const table = csv(`oracle/${series.csv}`);
      expect(rows.map(({ day }) => day)).toEqual(table.map(({ date }) => date));
      expect(differing(rows.map((row, at) => [row.day, Number(row.equity), Number(table[at].value)]))).toEqual([]);
      const off = rows.map((row, at) => Math.abs(row.return - Number(table[at].return)));
      expect(Math.max(...off)).toBeLessThan(1e-14);
    });
  });

  it("gives them in a report", () => {
    const report = reportOf(eventsOf(set), { startingEquity: String(series.starting_balance) });
    const { plain } = series;
    expect(report.currency).toBe(wanted.currency);
    expect(places(report.trades.pnl, 12)).toBe(wanted.net_pnl);
    expect([report.first_day, report.last_day, report.days.length]).toEqual([series.first, series.last, plain.n]);
    expect(
      Object.fromEntries(
        report.by_symbol.map(({ key, win_rate: _w, profit_factor: _p, fees: _f, ...totals }) => [key, written(totals)]),
      ),
    ).toEqual(wanted.by_symbol);
    expect(
      differing(
        ["sharpe", "sortino", "cagr", "max_drawdown", "calmar"].map((name) => [
          name,
          report.returns[name].value,
          plain[name],
        ]),
      ),
    ).toEqual([]);
    const sum = report.days.reduce((total, { trades }) => total + trades, 0);
    expect(sum).toBe(wanted.trades);
  });

  it("is the same report in each order of arrival", () => {
    const [first, ...others] = Object.values(ARRIVALS).map((read) => reportOf(read(set), { startingEquity: "1000" }));
    for (const other of others) expect({ ...other, notes: [] }).toEqual({ ...first, notes: [] });
  });
});

function reportOf(events, options) {
  const builder = new ReportBuilder(options);
  for (const event of events.toSorted(compareEvents)) builder.add(event);
  return builder.finish();
}

/** How figures of ours are called in `plain`. */
const PLAIN = {
  total_return: "total_return",
  cagr: "cagr",
  volatility: "volatility_ann",
  sharpe: "sharpe",
  sortino: "sortino",
  max_drawdown: "max_drawdown",
  calmar: "calmar",
  var_95: "var95_historical_linear",
  cvar_95: "cvar95_le_var",
  omega: "omega_0",
  best: "best",
  worst: "worst",
  mean_return: "mean",
  positive_share: "win_rate_nonzero",
};

describe.each(Object.entries(oracle.series))(
  "the default convention on %s",
  (_name, { csv: path, plain, periods_per_year: periodsPerYear }) => {
    const returns = Float64Array.from(
      csv(`oracle/${path}`)
        .map((row) => row.return)
        .filter(Boolean),
      Number,
    );

    it("has every figure", () => {
      const figures = returnMetrics(returns, { periodsPerYear, riskFree: 0 });
      const at4 = returnMetrics(returns, { periodsPerYear, riskFree: 0.04 });
      const pairs = Object.entries(PLAIN).map(([ours, theirs]) => [ours, figures[ours].value, plain[theirs]]);
      expect(differing([...pairs, ["sharpe at 4 %", at4.sharpe.value, plain.sharpe_rf4pct]])).toEqual([]);
      expect(returns).toHaveLength(plain.n);
    });
  },
);
