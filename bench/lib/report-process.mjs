// Reports over a file of trade events, in a process of their own: its memory is the report's. Prints one JSON line.
//   node report-process.mjs FILE memory|file|stream RUNS TRADES
import { readFileSync } from "node:fs";
import { ReportBuilder } from "@daybook/analytics";
import { decodeRecord } from "@daybook/protocol";
import { bodies } from "./events.mjs";
import { tradeEvents } from "./trades.mjs";

const [path, mode, runs, trades] = process.argv.slice(2);
const options = { startingEquity: "1000000" };

function* lines() {
  if (mode === "stream") {
    yield* tradeEvents(Number(trades));
    return;
  }
  for (const body of bodies(path, 2_000)) yield* body.toString("utf8").trimEnd().split("\n");
}

function reportOf(events) {
  const builder = new ReportBuilder(options);
  for (const event of events) builder.add(event);
  return builder.finish();
}

function* decoded() {
  for (const line of lines()) yield decodeRecord(line);
}

const known = mode === "memory" ? [...decoded()] : undefined;
const [seconds, processor] = [[], []];
let report;
for (let run = 0; run < Number(runs); run++) {
  const used = process.cpuUsage();
  const started = performance.now();
  report = reportOf(known ?? decoded());
  seconds.push((performance.now() - started) / 1_000);
  const { user, system } = process.cpuUsage(used);
  processor.push((user + system) / 1e6);
}
const peak = /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"));
const { trades: figures, returns, days, by_symbol: symbols, exposure } = report;
const told = {
  trades: figures.trades,
  pnl: Number(figures.pnl),
  profit_factor: figures.profit_factor.value,
  kelly: figures.kelly.value,
  max_drawdown_abs: figures.max_drawdown_abs,
  max_consecutive_losses: figures.max_consecutive_losses,
  days: days.length,
  best_symbol: symbols[0]?.key,
  exposure: exposure.value,
  ...Object.fromEntries(
    ["sharpe", "sortino", "cagr", "max_drawdown", "calmar", "var_95", "cvar_95", "skew", "kurtosis", "ulcer_index"].map(
      (name) => [name, returns[name].value],
    ),
  ),
};
process.stdout.write(
  `${JSON.stringify({ seconds, processor, peak_mb: Math.round(Number(peak?.[1] ?? 0) / 1_024), told })}\n`,
);
