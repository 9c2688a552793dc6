import { drawdownSeries } from "../equity/drawdown.ts";
import {
  NORMAL_5_PERCENT,
  deviation,
  mean,
  momentKurtosis,
  momentSkew,
  quantile,
  sum,
  those,
} from "../metrics/moments.ts";
import { downside, maximum, minimum, ulcer } from "../metrics/return-metrics.ts";
import type { CompatInput, ToolFigures } from "./compat-input.ts";

const TAIL = 0.05;

/** As R's PerformanceAnalytics 2.1.0 computes them. */
export function performanceAnalytics({ returns, periodsPerYear: periods }: CompatInput): ToolFigures {
  const n = returns.length;
  const growth = returns.reduce((product, value) => product * (1 + value), 1);
  const annual = growth ** (periods / n) - 1;
  const spread = deviation(returns, 1) * Math.sqrt(periods);
  const average = mean(returns);
  const losses = those(returns, (value) => value < 0);
  const gains = those(returns, (value) => value > 0);
  const fall = Math.abs(minimum(drawdownSeries(returns)));
  const historical = quantile(returns, TAIL);
  const population = deviation(returns, 0);
  const squares = sum(losses.map((value) => value * value));
  const kelly = average / deviation(returns, 1) ** 2;
  const beyond = those(returns, (value) => value <= historical);
  return {
    return_annualized_geometric: annual,
    stddev_annualized: spread,
    sharpe_annualized_geometric: annual / spread,
    sharpe_annualized_arithmetic: (average * periods) / spread,
    sharpe_per_period: average / deviation(returns, 1),
    downside_deviation_full: downside(returns),
    downside_deviation_subset: losses.length === 0 ? 0 : Math.sqrt(squares / losses.length),
    sortino_per_period: average / downside(returns),
    max_drawdown: -fall,
    calmar: annual / fall,
    var95_historical: historical,
    var95_gaussian: average + NORMAL_5_PERCENT * population,
    cvar95_historical: mean(beyond),
    cvar95_gaussian: average - (population * density(NORMAL_5_PERCENT)) / TAIL,
    omega_0: sum(gains) / Math.abs(sum(losses)),
    kelly_full: kelly,
    kelly_half: kelly / 2,
    ulcer_index: ulcer(returns, 0),
    skewness_moment: momentSkew(returns),
    kurtosis_excess: momentKurtosis(returns),
    best: maximum(returns),
    worst: minimum(returns),
    cumulative_return: growth - 1,
  };
}

/** Of the standard normal distribution. */
function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
