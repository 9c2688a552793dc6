import { drawdownSeries } from "../equity/drawdown.ts";
import { deviation, mean, quantile, sum, those } from "../metrics/moments.ts";
import { downside, minimum } from "../metrics/return-metrics.ts";
import type { CompatInput, ToolFigures } from "./compat-input.ts";

/** As empyrical-reloaded computes them (`empyrical/stats.py`). */
export function empyrical({ returns, periodsPerYear: periods, riskFree }: CompatInput): ToolFigures {
  const n = returns.length;
  const root = Math.sqrt(periods);
  const perPeriod = (1 + riskFree) ** (1 / periods) - 1;
  const excess = returns.map((value) => value - perPeriod);
  const growth = returns.reduce((product, value) => product * (1 + value), 1);
  const fall = Math.abs(minimum(drawdownSeries(returns)));
  const cagr = growth ** (periods / n) - 1;
  const gains = sum(those(returns, (value) => value > 0));
  const losses = Math.abs(sum(those(returns, (value) => value < 0)));
  const sorted = returns.toSorted();
  return {
    cum_return: growth - 1,
    cagr,
    sharpe: (mean(excess) / deviation(excess, 1)) * root,
    sortino: (mean(excess) / downside(excess)) * root,
    calmar: cagr / fall,
    max_drawdown: -fall,
    volatility_ann: deviation(returns, 1) * root,
    downside_risk_ann: downside(returns) * root,
    var95_historical: quantile(returns, 0.05),
    cvar95_historical: mean(sorted.subarray(0, Math.floor(0.05 * (n - 1)) + 1)),
    tail_ratio: Math.abs(quantile(returns, 0.95)) / Math.abs(quantile(returns, 0.05)),
    omega_0: gains / losses,
    stability: stability(returns),
  };
}

/** R² of a straight line through the running sum of log returns. */
function stability(returns: Float64Array): number {
  let total = 0;
  const line = returns.map((value) => (total += Math.log1p(value)));
  const n = line.length;
  const middle = (n - 1) / 2;
  const average = mean(line);
  const covariance = sum(line.map((value, at) => (at - middle) * (value - average)));
  const spread = sum(line.map((value) => (value - average) ** 2));
  return covariance ** 2 / (((n * n - 1) * n) / 12) / spread;
}
