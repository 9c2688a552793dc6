import type { Quote } from "./market.ts";
import type { Random } from "./random.ts";
import type { Signal } from "./strategies.ts";
import { round } from "./strategies.ts";

export interface Verdict {
  readonly decision: "buy" | "sell" | "hold";
  readonly confidence: number;
  /** Expected move of the price over the holding time. */
  readonly predictedPrice: number;
  readonly inputs: Readonly<Record<string, number>>;
  /** Share of each input in the logit; with `base_value` they add up to `output_value`. */
  readonly explanation: {
    readonly method: "shap";
    readonly base_value: number;
    readonly contributions: Readonly<Record<string, number>>;
    readonly output_value: number;
  };
  readonly inferenceMs: number;
}

export const MODEL_ID = "alpha_gbm_v7";

const WEIGHTS: Readonly<Record<string, number>> = {
  signal_strength: 2.4,
  rsi_distance: 0.9,
  volume_ratio: 0.5,
  spread_bps: -0.6,
  volatility: -0.7,
  order_imbalance: 1.1,
};
const BASE = -0.75;
/** Below this confidence the model holds. */
export const THRESHOLD = 0.58;

/** A logistic model: small enough to explain exactly, which a SHAP value of a linear model is. */
export function decide(signal: Signal, quote: Quote, random: Random): Verdict {
  const direction = signal.side === "buy" ? 1 : -1;
  const inputs: Record<string, number> = {
    signal_strength: signal.strength,
    rsi_distance: round((direction * (50 - quote.rsi)) / 50),
    volume_ratio: round(quote.volumeRatio),
    spread_bps: round(quote.spreadBps),
    volatility: round(quote.deviation / quote.instrument.volatility),
    order_imbalance: round(direction * quote.pressure + 0.4 * random.gaussian()),
  };
  const contributions: Record<string, number> = {};
  let output = BASE;
  for (const [name, weight] of Object.entries(WEIGHTS)) {
    const share = round(weight * (inputs[name] as number));
    contributions[name] = share;
    output += share;
  }
  const confidence = round(1 / (1 + Math.exp(-output)));
  const move = direction * confidence * quote.deviation * 25;
  return {
    decision: confidence >= THRESHOLD ? signal.side : "hold",
    confidence,
    predictedPrice: round(quote.priceNumber * (1 + move), 5),
    inputs,
    explanation: { method: "shap", base_value: BASE, contributions, output_value: round(output) },
    inferenceMs: round(4 + random.exponential(9), 2),
  };
}
