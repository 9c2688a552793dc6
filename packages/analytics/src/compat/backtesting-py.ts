import { deviation, mean, quantile, sum } from "../metrics/moments.ts";
import { maximum, minimum } from "../metrics/return-metrics.ts";
import type { CompatInput, ToolFigures } from "./compat-input.ts";

const DAY_MS = 86_400_000;
const DAYS_A_YEAR = 365.25;

/**
 * As backtesting.py computes them (`backtesting/_stats.py`). Shares are percent, times days. What needs the market's own
 * prices (buy and hold, alpha, beta) is not here.
 */
export function backtestingPy({ equity, trades, start, riskFree }: CompatInput): ToolFigures {
  const values = Float64Array.from(equity, ({ value }) => value);
  const times = equity.map(({ timeMs }) => timeMs);
  const annualDays = hasWeekends(times) ? 365 : 252;
  const changes = values.slice(1).map((value, at) => value / (values[at] as number) - 1);
  const growth = Math.exp(mean(changes.map((change) => Math.log1p(change)))) - 1;
  const annual = (1 + growth) ** annualDays - 1;
  const variance = deviation(changes, 1) ** 2;
  const volatility = Math.sqrt((variance + (1 + growth) ** 2) ** annualDays - (1 + growth) ** (2 * annualDays));
  const downside = Math.sqrt(mean(changes.map((change) => Math.min(change, 0) ** 2))) * Math.sqrt(annualDays);
  const falls = fallsOf(values, times);
  const [first, last] = [times[0] ?? Number.NaN, times.at(-1) ?? Number.NaN];
  const days = (last - first) / DAY_MS;
  const barDays = medianStep(times) / DAY_MS;
  const [begin, end] = [values[0] ?? start, values.at(-1) ?? Number.NaN];
  return {
    Duration: days,
    "Equity Final [$]": end,
    "Equity Peak [$]": maximum(values),
    "Return [%]": (end / begin - 1) * 100,
    "Return (Ann.) [%]": annual * 100,
    "Volatility (Ann.) [%]": volatility * 100,
    "CAGR [%]": ((end / begin) ** (DAYS_A_YEAR / days) - 1) * 100,
    "Sharpe Ratio": (annual - riskFree) / volatility,
    "Sortino Ratio": (annual - riskFree) / downside,
    "Calmar Ratio": annual / Math.abs(falls.deepest),
    "Max. Drawdown [%]": falls.deepest * 100,
    "Avg. Drawdown [%]": falls.meanDepth * 100,
    "Max. Drawdown Duration": roundUp(falls.longestDays, barDays),
    "Avg. Drawdown Duration": roundUp(falls.meanDays, barDays),
    ...tradeFigures(trades, barDays),
  };
}

/** Times are rounded up to the unit of the bars. */
function roundUp(days: number, barDays: number): number {
  const unit = barDays >= 1 ? 1 : barDays >= 1 / 24 ? 1 / 24 : 1 / 1_440;
  return Math.ceil(days / unit - 1e-9) * unit;
}

function medianStep(times: readonly number[]): number {
  const steps = Float64Array.from(times.slice(1), (time, at) => time - (times[at] as number));
  return quantile(steps, 0.5);
}

function tradeFigures(trades: CompatInput["trades"], barDays: number): ToolFigures {
  const results = Float64Array.from(trades, ({ pnl }) => pnl);
  const returns = Float64Array.from(trades, (trade) => trade.return ?? Number.NaN);
  const days = Float64Array.from(trades, ({ entryMs, exitMs }) => (exitMs - entryMs) / DAY_MS);
  const [gains, losses] = [results.filter((pnl) => pnl > 0), results.filter((pnl) => pnl < 0)];
  const winRate = gains.length / results.length;
  return {
    "# Trades": results.length,
    "Win Rate [%]": winRate * 100,
    "Best Trade [%]": maximum(returns) * 100,
    "Worst Trade [%]": minimum(returns) * 100,
    "Avg. Trade [%]": (Math.exp(mean(returns.map((value) => Math.log1p(value)))) - 1) * 100,
    "Max. Trade Duration": roundUp(maximum(days), barDays),
    "Avg. Trade Duration": roundUp(mean(days), barDays),
    "Profit Factor": sum(returns.filter((value) => value > 0)) / Math.abs(sum(returns.filter((value) => value < 0))),
    "Expectancy [%]": mean(returns) * 100,
    SQN: (Math.sqrt(results.length) * mean(results)) / deviation(results, 1),
    "Kelly Criterion": winRate - (1 - winRate) / (mean(gains) / -mean(losses)),
  };
}

/** More than six tenths of the weekends that a full week has. */
function hasWeekends(times: readonly number[]): boolean {
  const weekends = times.filter((time) => [0, 6].includes(new Date(time).getUTCDay())).length;
  return weekends / times.length > (2 / 7) * 0.6;
}

/** Falls from one peak to the next, each as long as from peak to peak. */
function fallsOf(values: Float64Array, times: readonly number[]) {
  const depths: number[] = [];
  const lengths: number[] = [];
  let [peak, peakAt, depth, deepest] = [Number.NEGATIVE_INFINITY, 0, 0, 0];
  const end = (at: number): void => {
    if (depth < 0) {
      depths.push(depth);
      lengths.push(((times[at] as number) - (times[peakAt] as number)) / DAY_MS);
    }
    depth = 0;
  };
  values.forEach((value, at) => {
    if (value >= peak) {
      end(at);
      [peak, peakAt] = [value, at];
    } else depth = Math.min(depth, value / peak - 1);
    deepest = Math.min(deepest, value / peak - 1);
  });
  end(values.length - 1);
  return {
    deepest,
    meanDepth: depths.length === 0 ? Number.NaN : mean(Float64Array.from(depths)),
    longestDays: maximum(Float64Array.from(lengths)),
    meanDays: lengths.length === 0 ? Number.NaN : mean(Float64Array.from(lengths)),
  };
}
