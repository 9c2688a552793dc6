import { drawdownSeries } from "../equity/drawdown.ts";
import { NORMAL_5_PERCENT, deviation, kurtosis, mean, quantile, skew, sum, those } from "../metrics/moments.ts";
import { downside, maximum, minimum, ulcer } from "../metrics/return-metrics.ts";
import type { CompatInput, ToolFigures } from "./compat-input.ts";

/** As quantstats 0.0.81 computes them (`quantstats/stats.py`). */
export function quantstats({ returns, periodsPerYear: periods, riskFree }: CompatInput): ToolFigures {
  const n = returns.length;
  const root = Math.sqrt(periods);
  const perPeriod = (1 + riskFree) ** (1 / periods) - 1;
  const excess = returns.map((value) => value - perPeriod);
  const growth = returns.reduce((product, value) => product * (1 + value), 1);
  const fall = Math.abs(minimum(drawdownSeries(returns)));
  const [gains, losses] = [those(returns, (value) => value > 0), those(returns, (value) => value < 0)];
  const [profit, loss] = [sum(gains), Math.abs(sum(losses))];
  const payoff = mean(gains) / Math.abs(mean(losses));
  const winRate = gains.length / (gains.length + losses.length);
  const cagr = growth ** (periods / n) - 1;
  const gaussian = mean(returns) + NORMAL_5_PERCENT * deviation(returns, 1);
  const beyond = those(returns, (value) => value < gaussian);
  return {
    comp_return: growth - 1,
    cagr,
    sharpe: (mean(excess) / deviation(excess, 1)) * root,
    sortino: (mean(excess) / downside(excess)) * root,
    calmar: cagr / fall,
    max_drawdown: -fall,
    volatility_ann: deviation(returns, 1) * root,
    win_rate: winRate,
    profit_factor: profit / loss,
    payoff_ratio: payoff,
    kelly: winRate - (1 - winRate) / payoff,
    var95_gaussian: gaussian,
    cvar95_below_gaussian_var: beyond.length === 0 ? gaussian : mean(beyond),
    best: maximum(returns),
    worst: minimum(returns),
    avg_win: mean(gains),
    avg_loss: mean(losses),
    avg_return_nonzero: mean(those(returns, (value) => value !== 0)),
    expected_return_geometric: growth ** (1 / n) - 1,
    omega_0: profit / loss,
    tail_ratio: Math.abs(quantile(returns, 0.95) / quantile(returns, 0.05)),
    ulcer_index: ulcer(returns, 1),
    recovery_factor: Math.abs(sum(returns)) / fall,
    gain_to_pain: sum(returns) / loss,
    consecutive_wins: longestRun(returns, (value) => value > 0),
    consecutive_losses: longestRun(returns, (value) => value < 0),
    skew: skew(returns),
    kurtosis_excess: kurtosis(returns),
  };
}

function longestRun(values: Float64Array, condition: (value: number) => boolean): number {
  let [longest, run] = [0, 0];
  for (const value of values) {
    run = condition(value) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
