import { describe, expect, it } from "vitest";
import { multiply, toFixed, toNumber } from "./fixed.ts";
import { Market } from "./market.ts";
import type { Position } from "./portfolio.ts";
import { Portfolio, resultOf } from "./portfolio.ts";
import { createRandom } from "./random.ts";
import { LIMITS, assess } from "./risk.ts";

const market = new Market(createRandom(5));
const [first, ...others] = market.quotes;
if (first === undefined) throw new Error("a market has symbols");

function position(quote: Position["quote"], side: Position["side"] = "buy"): Position {
  return {
    tradeId: "t",
    requestId: "r",
    strategy: "s",
    quote,
    side,
    openedMs: 0,
    entryPrice: quote.price,
    stopLoss: 0n,
    takeProfit: 0n,
    quantity: toFixed(1),
    entryFees: 0n,
    realised: 0n,
    closing: false,
    halved: false,
  };
}

describe("sizing", () => {
  it.each(["buy", "sell"] as const)(
    "of a %s risks its share at the stop, in whole lots, with the target beyond",
    (side) => {
      const portfolio = new Portfolio(toFixed(100_000));
      const verdict = assess(portfolio, first, side);
      if (!verdict.allowed) throw new Error("nothing is in the way");
      expect(verdict.quantity % first.instrument.lot).toBe(0n);
      expect(toNumber(verdict.risk)).toBeLessThanOrEqual(100_000 * LIMITS.riskPerTrade + 0.01);
      expect(toNumber(multiply(verdict.quantity, first.price))).toBeLessThanOrEqual(100_000 * LIMITS.positionShare);
      expect(verdict.stopLoss < first.price).toBe(side === "buy");
      expect(verdict.takeProfit > first.price).toBe(side === "buy");
    },
  );
});

describe("a trade is refused", () => {
  it("in a symbol that is held", () => {
    const portfolio = new Portfolio(toFixed(100_000_000));
    portfolio.positions.push(position(first));
    expect(assess(portfolio, first, "buy")).toMatchObject({ allowed: false, limit: "positions_per_symbol" });
  });

  it("beyond the number of positions", () => {
    const portfolio = new Portfolio(toFixed(100_000_000));
    for (const quote of others.slice(0, LIMITS.openPositions)) portfolio.positions.push(position(quote));
    expect(assess(portfolio, first, "buy")).toMatchObject({ allowed: false, limit: "open_positions" });
  });

  it("beyond the exposure", () => {
    const portfolio = new Portfolio(toFixed(70_000));
    portfolio.positions.push(position(first));
    const other = others[0] as Position["quote"];
    expect(assess(portfolio, other, "buy")).toMatchObject({ allowed: false, limit: "portfolio_exposure" });
  });

  it("after the loss of the day", () => {
    const portfolio = new Portfolio(toFixed(100_000));
    portfolio.book(-toFixed(3_000), toFixed(1));
    expect(assess(portfolio, first, "buy")).toEqual({
      allowed: false,
      limit: "daily_loss",
      current: "3001",
      maximum: "3000",
    });
  });
});

describe("a position", () => {
  it("wins in the direction of its side", () => {
    const up = first.price + toFixed(10);
    expect(resultOf(position(first), up, toFixed(2))).toBe(toFixed(20));
    expect(resultOf(position(first, "sell"), up, toFixed(2))).toBe(-toFixed(20));
  });
});
