import type { Fixed } from "./fixed.ts";
import { multiply, print, ratio, roundDown, toFixed, toNumber } from "./fixed.ts";
import type { Quote } from "./market.ts";
import type { Portfolio, Side } from "./portfolio.ts";

export const LIMITS = {
  /** Share of equity that one trade may lose. */
  riskPerTrade: 0.002,
  /** Share of equity in one trade. */
  positionShare: 0.12,
  /** Share of equity in all trades. */
  exposureShare: 0.8,
  openPositions: 8,
  /** Loss of a day, as a share of the start balance, after which no new trade is opened. */
  dailyLoss: 0.03,
} as const;

export type RiskVerdict =
  | {
      readonly allowed: true;
      readonly quantity: Fixed;
      readonly stopLoss: Fixed;
      readonly takeProfit: Fixed;
      /** Loss at the stop, in quote currency. */
      readonly risk: Fixed;
    }
  | { readonly allowed: false; readonly limit: string; readonly current: string; readonly maximum: string };

/** Sizes a trade by the distance of its stop, or says which limit is in the way. */
export function assess(portfolio: Portfolio, quote: Quote, side: Side): RiskVerdict {
  const refused = limitInTheWay(portfolio, quote);
  if (refused !== undefined) return refused;
  const { price, instrument } = quote;
  const equity = portfolio.equity;
  // Four minutes of the usual movement, at least a fifth of a percent.
  const distance = multiply(price, toFixed(Math.max(0.002, quote.deviation * 15)));
  const stop = distance - (distance % instrument.tick) + instrument.tick;
  const risk = multiply(equity, toFixed(LIMITS.riskPerTrade));
  const byRisk = toFixed(toNumber(risk) / toNumber(stop));
  const byShare = toFixed((toNumber(equity) * LIMITS.positionShare) / toNumber(price));
  const quantity = roundDown(byRisk < byShare ? byRisk : byShare, instrument.lot);
  if (quantity <= 0n)
    return { allowed: false, limit: "minimum_order_size", current: "0", maximum: print(instrument.lot) };
  const direction = side === "buy" ? 1n : -1n;
  return {
    allowed: true,
    quantity,
    stopLoss: price - direction * stop,
    takeProfit: price + direction * ((stop * 17n) / 10n),
    risk: multiply(stop, quantity),
  };
}

function limitInTheWay(portfolio: Portfolio, quote: Quote): RiskVerdict | undefined {
  const { positions, exposure, equity, dayResult, startBalance } = portfolio;
  const refuse = (limit: string, current: string | number, maximum: string | number): RiskVerdict => ({
    allowed: false,
    limit,
    current: String(current),
    maximum: String(maximum),
  });
  const dayLimit = multiply(startBalance, toFixed(LIMITS.dailyLoss));
  if (-dayResult > dayLimit) return refuse("daily_loss", print(-dayResult), print(dayLimit));
  if (positions.length >= LIMITS.openPositions) return refuse("open_positions", positions.length, LIMITS.openPositions);
  if (positions.some((position) => position.quote === quote)) return refuse("positions_per_symbol", 1, 1);
  const share = ratio(exposure, equity);
  if (share > LIMITS.exposureShare) return refuse("portfolio_exposure", share.toFixed(4), LIMITS.exposureShare);
  return undefined;
}
