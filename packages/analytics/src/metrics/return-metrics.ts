import { longestUnderWater, maxDrawdown, drawdownSeries } from "../equity/drawdown.ts";
import { NORMAL_5_PERCENT, deviation, kurtosis, mean, quantile, skew, sum, those } from "./moments.ts";

/** A figure, or null with the reason why there is none. */
export interface Figure {
  readonly value: number | null;
  readonly reason?: string;
}

/** What annual figures need: periods a year (365 for round-the-clock markets, 252 for exchanges, 12 monthly). */
export interface ReturnConvention {
  readonly periodsPerYear: number;
  /** A year, 0.04 for four percent; per period (1 + rate)^(1/P) − 1. */
  readonly riskFree: number;
}

export const RETURN_METRICS = [
  "total_return",
  "cagr",
  "volatility",
  "sharpe",
  "sortino",
  "max_drawdown",
  "calmar",
  "var_95",
  "cvar_95",
  "var_95_gaussian",
  "omega",
  "tail_ratio",
  "ulcer_index",
  "skew",
  "kurtosis",
  "recovery_factor",
  "best",
  "worst",
  "mean_return",
  "positive_share",
  "longest_under_water",
] as const;
export type ReturnMetric = (typeof RETURN_METRICS)[number];
export type ReturnFigures = { readonly [M in ReturnMetric]: Figure };

const TOO_LARGE = "more than a number can hold";

/** Periodic returns to the figures of the default convention; docs/reference/metrics.md has each formula. */
export function returnMetrics(returns: Float64Array, convention: ReturnConvention): ReturnFigures {
  const { periodsPerYear: periods, riskFree } = convention;
  const n = returns.length;
  const excess = riskFree === 0 ? returns : returns.map((value) => value - (1 + riskFree) ** (1 / periods) + 1);
  const growth = returns.reduce((product, value) => product * (1 + value), 1);
  const cagr = growth > 0 ? growth ** (periods / n) - 1 : -1;
  // Means are rounded: equal returns would have a deviation of a last digit, and a Sharpe ratio of 10¹⁶.
  const isFlat = n < 2 || maximum(returns) === minimum(returns);
  const spread = isFlat ? 0 : deviation(excess, 1);
  const worstFall = maxDrawdown(returns).depth;
  const historical = quantile(returns, 0.05);
  const [gains, losses] = [those(returns, (value) => value > 0), those(returns, (value) => value < 0)];
  const few = n < 2 ? "fewer than two returns" : undefined;
  const flat = few ?? "the returns do not vary";
  const noLoss = few ?? "no period lost";
  const noFall = few ?? (worstFall === 0 ? "no drawdown" : TOO_LARGE);
  const gaussian = n < 2 ? Number.NaN : mean(returns) + NORMAL_5_PERCENT * (isFlat ? 0 : deviation(returns, 1));
  return {
    total_return: figure(n === 0 ? Number.NaN : growth - 1, n === 0 ? "no returns" : TOO_LARGE),
    cagr: figure(few ? Number.NaN : cagr, few ?? TOO_LARGE),
    volatility: figure(few ? Number.NaN : (isFlat ? 0 : deviation(returns, 1)) * Math.sqrt(periods), flat),
    sharpe: figure((mean(excess) / spread) * Math.sqrt(periods), flat),
    sortino: figure(few ? Number.NaN : (mean(excess) / downside(excess)) * Math.sqrt(periods), noLoss),
    max_drawdown: figure(n === 0 ? Number.NaN : worstFall, "no returns"),
    calmar: figure(few ? Number.NaN : cagr / Math.abs(worstFall), noFall),
    var_95: figure(few ? Number.NaN : historical, flat),
    cvar_95: figure(few ? Number.NaN : mean(those(returns, (value) => value <= historical)), flat),
    var_95_gaussian: figure(gaussian, flat),
    omega: figure(few ? Number.NaN : sum(gains) / Math.abs(sum(losses)), noLoss),
    tail_ratio: figure(
      few ? Number.NaN : Math.abs(quantile(returns, 0.95) / historical),
      few ?? "the lower tail is zero",
    ),
    ulcer_index: figure(n < 2 ? Number.NaN : ulcer(returns, 1), flat),
    skew: figure(spread > 0 ? skew(returns) : Number.NaN, few ?? "fewer than three returns, or they do not vary"),
    kurtosis: figure(
      spread > 0 ? kurtosis(returns) : Number.NaN,
      few ?? "fewer than four returns, or they do not vary",
    ),
    recovery_factor: figure(few ? Number.NaN : Math.abs(sum(returns)) / Math.abs(worstFall), noFall),
    best: figure(n === 0 ? Number.NaN : maximum(returns), "no returns"),
    worst: figure(n === 0 ? Number.NaN : minimum(returns), "no returns"),
    mean_return: figure(mean(returns), "no returns"),
    positive_share: figure(gains.length / (gains.length + losses.length), "no period won or lost"),
    longest_under_water: figure(n === 0 ? Number.NaN : longestUnderWater(returns), "no returns"),
  };
}

/** √(Σ min(r, 0)² / n), n = all periods. */
export function downside(returns: Float64Array): number {
  return Math.sqrt(sum(returns.map((value) => Math.min(value, 0) ** 2)) / returns.length);
}

/** √(Σ drawdown² / (n − ddof)). Martin and McCann (1989) divide by n; quantstats by n − 1. */
export function ulcer(returns: Float64Array, ddof: 0 | 1): number {
  return Math.sqrt(sum(drawdownSeries(returns).map((value) => value * value)) / (returns.length - ddof));
}

export function maximum(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

export function minimum(values: Float64Array): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

/** JSON has no NaN and no Infinity: what is no number becomes null with the reason. A zero has no sign. */
export function figure(value: number, reason: string): Figure {
  return Number.isFinite(value) ? { value: value + 0 } : { value: null, reason };
}
