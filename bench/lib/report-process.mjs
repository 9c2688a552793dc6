// Reports over a file of trade events, in a process of their own: its memory is the report's. Prints one JSON line.
//   node report-process.mjs FILE trades|memory|file|stream RUNS TRADES
import { readFileSync } from "node:fs";
import {
  DailySeries,
  DayClock,
  ReportBuilder,
  TotalsCounter,
  TradeStatistics,
  assembleTrades,
  returnMetrics,
} from "@daybook/analytics";
import { decodeRecord } from "@daybook/protocol";
import { bodies } from "./events.mjs";
import { tradeEvents } from "./trades.mjs";

const START = "1000000";
const RETURN_FIGURES = "sharpe sortino cagr max_drawdown calmar var_95 cvar_95 skew kurtosis ulcer_index".split(" ");

const [path, mode, runs, streamed] = process.argv.slice(2);
function* lines() {
  if (mode === "stream") {
    yield* tradeEvents(Number(streamed));
    return;
  }
  for (const body of bodies(path, 2_000)) yield* body.toString("utf8").trimEnd().split("\n");
}

/** Assembly and figures. */
function reportOf(events) {
  const builder = new ReportBuilder({ startingEquity: START });
  for (const event of events) builder.add(event);
  const { trades, returns, days, by_symbol: symbols, exposure } = builder.finish();
  return told(trades, returns, days, { best_symbol: symbols[0]?.key, exposure: exposure.value });
}

/** Figures, sums by group and days of trades that are there. */
function figuresOf({ trades, bookings }) {
  const [statistics, clock, daily] = [new TradeStatistics(), new DayClock(), new DailySeries(new DayClock())];
  const groups = [new Map(), new Map(), new Map(), new Map(), new Map(), new Map()];
  let firstEntry = trades[0].entry_time;
  for (const trade of trades) {
    statistics.add(trade);
    if (trade.entry_time < firstEntry) firstEntry = trade.entry_time;
    const { symbol, strategy, side, exit_reason: reason, exit_time: closed, pnl } = trade;
    const value = Number(pnl);
    const keys = [symbol, strategy, side, reason, clock.hourOf(closed), clock.dayOf(closed)];
    for (let at = 0; at < keys.length; at++) {
      let counter = groups[at].get(keys[at]);
      if (counter === undefined) groups[at].set(keys[at], (counter = new TotalsCounter()));
      counter.add(pnl, value);
    }
  }
  for (const booking of bookings) daily.add(booking);
  const rows = daily.rows(clock.dayOf(firstEntry), daily.lastDay, START);
  const returns = returnMetrics(
    Float64Array.from(rows, (row) => row.return),
    { periodsPerYear: 365, riskFree: 0 },
  );
  const best = [...groups[0]].sort(([, a], [, b]) => Number(b.totals.pnl) - Number(a.totals.pnl))[0]?.[0];
  return told(statistics.figures, returns, rows, { best_symbol: best });
}

function told(figures, returns, days, others) {
  return {
    trades: figures.trades,
    pnl: Number(figures.pnl),
    profit_factor: figures.profit_factor.value,
    kelly: figures.kelly.value,
    max_drawdown_abs: figures.max_drawdown_abs,
    max_consecutive_losses: figures.max_consecutive_losses,
    days: days.length,
    ...others,
    ...Object.fromEntries(RETURN_FIGURES.map((name) => [name, returns[name].value])),
  };
}

function* decoded() {
  for (const line of lines()) yield decodeRecord(line);
}

const known = { memory: () => [...decoded()], trades: () => assembleTrades(decoded()) }[mode]?.();
const [seconds, processor] = [[], []];
let figures;
for (let run = 0; run < Number(runs); run++) {
  const used = process.cpuUsage();
  const started = performance.now();
  figures = mode === "trades" ? figuresOf(known) : reportOf(known ?? decoded());
  seconds.push((performance.now() - started) / 1_000);
  const { user, system } = process.cpuUsage(used);
  processor.push((user + system) / 1e6);
}
const peak = /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"));
const peak_mb = Math.round(Number(peak?.[1] ?? 0) / 1_024);
process.stdout.write(`${JSON.stringify({ seconds, processor, peak_mb, told: figures })}\n`);
