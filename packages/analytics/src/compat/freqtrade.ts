import { deviation, sum } from "../metrics/moments.ts";
import type { CompatInput, CompatTrade, ToolFigures } from "./compat-input.ts";

const DAY_MS = 86_400_000;
/** What freqtrade gives where a ratio is not defined. */
const UNDEFINED = -100;

/**
 * As freqtrade computes them (`freqtrade/data/metrics.py`, 2024–2026). Trades that close at the same moment count in the
 * order of their events; freqtrade leaves that order to a sort that does not keep it, so its drawdown can be another one.
 */
export function freqtrade({ trades, start, firstMs, lastMs }: CompatInput): ToolFigures {
  const days = Math.max(1, Math.floor((lastMs - firstMs) / DAY_MS));
  const results = Float64Array.from(trades, ({ pnl }) => pnl);
  const shares = results.map((pnl) => pnl / start);
  const total = sum(results);
  const losing = shares.filter((share) => share < 0);
  const falls = fallsOf(trades, start);
  const daily = sum(shares) / days;
  const final = start + total;
  // Here freqtrade adds up trades in the order of their numbers, everywhere else as they were closed.
  const running = runningSum(Float64Array.from(trades.toSorted(byId), ({ pnl }) => pnl));
  return {
    ...expectancyOf(results),
    days,
    starting_balance: start,
    sharpe: ratio(daily, shares.length === 0 ? 0 : deviation(shares, 0)),
    sortino: ratio(daily, losing.length === 0 ? 0 : deviation(losing, 0)),
    calmar: ratio(daily * 100, falls.account),
    cagr: final > 0 ? (final / start) ** (365 / days) - 1 : -1,
    max_drawdown_abs: falls.money,
    max_drawdown_account: falls.account,
    max_relative_drawdown: falls.relative,
    csum_min: start + running.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    csum_max: start + running.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  };
}

function ratio(mean: number, spread: number): number {
  return spread === 0 ? UNDEFINED : (mean / spread) * Math.sqrt(365);
}

function byId({ id: a = "" }: CompatTrade, { id: b = "" }: CompatTrade): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

function runningSum(values: Float64Array): Float64Array {
  let total = 0;
  return values.map((value) => (total += value));
}

function expectancyOf(results: Float64Array): { expectancy: number; expectancy_ratio: number } {
  const [gains, losses] = [results.filter((pnl) => pnl > 0), results.filter((pnl) => pnl < 0)];
  const [winRate, lossRate] = [gains.length / results.length, losses.length / results.length];
  const gain = gains.length === 0 ? 0 : sum(gains) / gains.length;
  const loss = losses.length === 0 ? 0 : Math.abs(sum(losses)) / losses.length;
  return {
    expectancy: winRate * gain - lossRate * loss,
    // Without a loss freqtrade gives 100.
    expectancy_ratio: loss > 0 ? (1 + gain / loss) * winRate - 1 : 100,
  };
}

/** The running sum begins with the first trade: a loss on it is no drawdown. */
function fallsOf(trades: readonly CompatTrade[], start: number): { money: number; account: number; relative: number } {
  let [total, peak, money, account, relative] = [0, Number.NEGATIVE_INFINITY, 0, 0, 0];
  for (const { pnl } of trades) {
    total += pnl;
    peak = Math.max(peak, total);
    const fall = peak - total;
    const share = fall / (start + peak);
    relative = Math.max(relative, share);
    if (fall > money) [money, account] = [fall, share];
  }
  return { money, account, relative };
}
