import type { Quote } from "./market.ts";
import type { Side } from "./portfolio.ts";
import type { Random } from "./random.ts";

export interface Signal {
  readonly strategy: string;
  readonly side: Side;
  /** 0 to 1 */
  readonly strength: number;
  readonly reason: string;
  readonly indicators: Readonly<Record<string, number>>;
}

export interface Strategy {
  readonly name: string;
  /** Looks at a symbol; undefined: nothing to do. */
  readonly look: (quote: Quote, random: Random) => Signal | undefined;
}

/** Follows a move that is under way. */
const momentum: Strategy = {
  name: "momentum_breakout",
  look: (quote) => {
    const { trend, volumeRatio } = quote;
    if (Math.abs(trend) < 1.15 || volumeRatio < 0.9) return undefined;
    return {
      strategy: "momentum_breakout",
      side: trend > 0 ? "buy" : "sell",
      strength: squash(Math.abs(trend) - 0.6),
      reason: trend > 0 ? "breakout_above_resistance" : "breakdown_below_support",
      indicators: { momentum_score: round(trend), volume_ratio: round(volumeRatio), rsi: round(quote.rsi) },
    };
  },
};

/** Expects a stretched price to come back. */
const meanReversion: Strategy = {
  name: "mean_reversion",
  look: (quote) => {
    const { stretch, rsi } = quote;
    if (Math.abs(stretch) < 1.5 || (stretch > 0 ? rsi < 58 : rsi > 42)) return undefined;
    return {
      strategy: "mean_reversion",
      side: stretch > 0 ? "sell" : "buy",
      strength: squash(Math.abs(stretch) - 1),
      reason: stretch > 0 ? "overbought" : "oversold",
      indicators: { z_score: round(stretch), rsi: round(rsi), spread_bps: round(quote.spreadBps) },
    };
  },
};

/** Takes what its model likes; the model decides again over every strategy's signals. */
const modelled: Strategy = {
  name: "ai_alpha",
  look: (quote, random) => {
    const opinion = 0.6 * quote.trend - 0.5 * quote.stretch + 0.8 * random.gaussian();
    if (Math.abs(opinion) < 2.1) return undefined;
    return {
      strategy: "ai_alpha",
      side: opinion > 0 ? "buy" : "sell",
      strength: squash(Math.abs(opinion) - 1.5),
      reason: "model_opportunity",
      indicators: { opinion: round(opinion), rsi: round(quote.rsi), volume_ratio: round(quote.volumeRatio) },
    };
  },
};

export const STRATEGIES: readonly Strategy[] = [momentum, meanReversion, modelled];

function squash(value: number): number {
  return round(1 / (1 + Math.exp(-value)));
}

export function round(value: number, digits = 4): number {
  return Number(value.toFixed(digits));
}
