import { multiply, print, ratio, toFixed } from "./fixed.ts";
import { REGIMES } from "./market.ts";
import { resultOf } from "./portfolio.ts";
import { LIMITS } from "./risk.ts";
import { round } from "./strategies.ts";
import type { World } from "./world.ts";

const MINUTE_MS = 60_000;

/** What a portfolio and its market say by themselves: balances, positions, prices, heat, changes of the weather. */
export function startBookkeeping(world: World): void {
  const { schedule, market, random } = world;
  schedule.every(
    () => 1_000,
    () => market.step(),
  );
  schedule.every(
    () => MINUTE_MS,
    () => sayBalance(world),
  );
  schedule.every(
    () => 1_100 / world.chatter,
    () => sayPrice(world),
  );
  schedule.every(
    () => 15_000,
    () => sayHeat(world),
  );
  schedule.every(
    () => 4 * MINUTE_MS + random.exponential(6 * MINUTE_MS),
    () => changeRegime(world),
  );
  schedule.every(
    () => 5 * MINUTE_MS,
    () => sayPerformance(world),
  );
}

function sayBalance(world: World): void {
  const { portfolio } = world;
  const log = world.log("portfolio-manager", "portfolio.accounting");
  const { equity, exposure, balance, unrealised, currency, positions } = portfolio;
  log.accountBalance({
    message: `Equity ${print(equity)} ${currency}, ${positions.length} open positions`,
    currency,
    total: print(balance),
    equity: print(equity),
    available: print(balance - exposure > 0n ? balance - exposure : 0n),
    unrealized_pnl: print(unrealised),
    day_pnl: print(portfolio.dayResult),
    open_positions: positions.length,
  });
  for (const position of positions) {
    log.positionSnapshot({
      symbol: position.quote.instrument.symbol,
      exchange: position.quote.instrument.exchange,
      side: position.side,
      quantity: print(position.quantity),
      price: print(position.quote.price),
      trade_id: position.tradeId,
      strategy: position.strategy,
      entry_price: print(position.entryPrice),
      unrealized_pnl: print(resultOf(position, position.quote.price, position.quantity)),
    });
  }
}

function sayPrice(world: World): void {
  const { market, random } = world;
  const quote = random.pick(market.quotes);
  const { symbol, exchange, tick } = quote.instrument;
  world.log("exchange-connector", "market.ticker").price({
    level: "DEBUG",
    symbol,
    exchange,
    price: print(quote.price),
    bid: print(quote.price - tick),
    ask: print(quote.price + tick),
    spread_bps: round(quote.spreadBps, 2),
    volume_ratio: round(quote.volumeRatio, 2),
  });
}

function sayHeat(world: World): void {
  const { portfolio, market } = world;
  const log = world.log("portfolio-manager", "portfolio.risk");
  const heat = round(ratio(portfolio.exposure, portfolio.equity));
  if (heat > 0.85 * LIMITS.exposureShare) {
    log.portfolioHeatWarning({ heat, limit_value: LIMITS.exposureShare, open_positions: portfolio.positions.length });
  }
  const worst = portfolio.unrealised;
  const alarming = -multiply(portfolio.equity, toFixed(0.009));
  if (worst < alarming) {
    log.riskAlert({
      reason: `open positions lose ${print(-worst)} ${portfolio.currency} in a ${market.regime} market`,
      unrealized_pnl: print(worst),
      action: "tighten_stops",
    });
  }
}

function changeRegime(world: World): void {
  const { market, random } = world;
  const before = market.regime;
  market.regime = random.pick(REGIMES.filter((one) => one !== before));
  world.log("ai-processor", "ai.regime").stateTransition({
    message: `Market regime ${before} → ${market.regime}`,
    from_state: before,
    to_state: market.regime,
    reason: "volatility and trend filters agree",
    metrics: { btc_deviation: round(market.quotes[0]?.deviation ?? 0, 6) },
  });
}

function sayPerformance(world: World): void {
  const { portfolio } = world;
  const trades = portfolio.won + portfolio.lost;
  world.log("portfolio-manager", "portfolio.performance").performanceMetric({
    message: `Win rate ${trades === 0 ? "–" : `${round((100 * portfolio.won) / trades, 1)} %`} over ${trades} trades`,
    metric: "win_rate",
    value: trades === 0 ? 0 : round(portfolio.won / trades),
    trades,
    return_percent: round(100 * ratio(portfolio.equity - portfolio.startBalance, portfolio.startBalance), 3),
  });
}
