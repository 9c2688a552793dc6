import { MODEL_ID, THRESHOLD, decide } from "./ai-model.ts";
import type { Fill } from "./exchange.ts";
import { submitOrder } from "./exchange.ts";
import { print, toNumber } from "./fixed.ts";
import type { Quote } from "./market.ts";
import type { Position } from "./portfolio.ts";
import { watchPosition } from "./positions.ts";
import type { RiskVerdict } from "./risk.ts";
import { LIMITS, assess } from "./risk.ts";
import type { Signal, Strategy } from "./strategies.ts";
import { STRATEGIES, round } from "./strategies.ts";
import type { World } from "./world.ts";

/** Pause of a strategy on a symbol after it gave a signal. */
const COOL_DOWN_MS = 25_000;

/** Lets each strategy look at each symbol, and follows up what they find. */
export function startTrading(world: World): void {
  for (const strategy of STRATEGIES) {
    const resting = new Map<Quote, number>();
    world.schedule.every(
      () => 3_000 + world.random.exponential(1_500),
      () => scan(world, strategy, resting),
    );
  }
}

function scan(world: World, strategy: Strategy, resting: Map<Quote, number>): void {
  const { market, random, schedule } = world;
  const log = world.log("trading-engine", "trading.signals");
  let found = 0;
  for (const quote of market.quotes) {
    if ((resting.get(quote) ?? 0) > schedule.nowMs) continue;
    const signal = strategy.look(quote, random);
    if (signal === undefined) continue;
    found++;
    resting.set(quote, schedule.nowMs + COOL_DOWN_MS);
    const requestId = random.hex(32);
    const tradeId = `trd_${random.hex(10)}`;
    log.withContext({ request_id: requestId }, () => propose(world, signal, quote, requestId, tradeId));
  }
  if (random.chance(0.12 * world.chatter)) {
    log.symbolScan({ strategy: strategy.name, symbols_scanned: market.quotes.length, candidates: found });
  }
}

function propose(world: World, signal: Signal, quote: Quote, requestId: string, tradeId: string): void {
  const { schedule, random, services } = world;
  const { symbol, exchange } = quote.instrument;
  world.log("trading-engine", "trading.signals").entrySignal({
    symbol,
    exchange,
    strategy: signal.strategy,
    side: signal.side,
    price: print(quote.price),
    trade_id: tradeId,
    strength: signal.strength,
    reason: signal.reason,
    indicators: signal.indicators,
    market_conditions: world.market.regime,
  });
  const verdict = decide(signal, quote, random);
  schedule.after(verdict.inferenceMs, () =>
    services["ai-processor"].withContext({ request_id: requestId }, () => {
      const ai = world.log("ai-processor", "ai.inference");
      ai.latencyMeasurement({ operation: "model_inference", latency_ms: verdict.inferenceMs, level: "DEBUG", symbol });
      ai.aiDecision({
        message: `${verdict.decision === "hold" ? "Hold" : `Go ${verdict.decision}`} ${symbol}, confidence ${verdict.confidence}`,
        symbol,
        strategy: signal.strategy,
        trade_id: tradeId,
        status: verdict.decision,
        model_id: MODEL_ID,
        decision: verdict.decision,
        confidence: verdict.confidence,
        threshold: THRESHOLD,
        prediction: verdict.predictedPrice,
        input_data: verdict.inputs,
        explanation: verdict.explanation,
      });
    }),
  );
  if (verdict.decision === "hold") return;
  schedule.after(verdict.inferenceMs + 2, () =>
    services["portfolio-manager"].withContext({ request_id: requestId }, () =>
      size(world, signal, quote, requestId, tradeId),
    ),
  );
}

function size(world: World, signal: Signal, quote: Quote, requestId: string, tradeId: string): void {
  const { portfolio } = world;
  const log = world.log("portfolio-manager", "portfolio.risk");
  const { symbol } = quote.instrument;
  const about = { symbol, strategy: signal.strategy, trade_id: tradeId };
  const verdict = assess(portfolio, quote, signal.side);
  if (!verdict.allowed) {
    const fields = {
      ...about,
      limit_name: verdict.limit,
      current_value: verdict.current,
      limit_value: verdict.maximum,
      action: "trade_refused",
    };
    if (verdict.limit === "daily_loss") {
      log.dailyLossLimit({ ...fields, current_loss: verdict.current });
      askForResumption(world);
    } else log.riskLimitHit({ ...fields, level: verdict.limit === "portfolio_exposure" ? "RISK_ALERT" : "INFO" });
    return;
  }
  log.positionSizeCalculated({
    ...about,
    quantity: print(verdict.quantity),
    price: print(quote.price),
    risk_percent: LIMITS.riskPerTrade,
    risk_amount: print(verdict.risk),
    stop_loss: print(verdict.stopLoss),
    take_profit: print(verdict.takeProfit),
  });
  enter(world, { signal, quote, requestId, tradeId, plan: verdict });
}

/** A trade that may be entered. */
interface Entry {
  readonly signal: Signal;
  readonly quote: Quote;
  readonly requestId: string;
  readonly tradeId: string;
  readonly plan: Extract<RiskVerdict, { allowed: true }>;
}

function enter(world: World, entry: Entry): void {
  const { signal, quote, requestId, tradeId, plan } = entry;
  const orderId = `ord_${world.random.hex(12)}`;
  submitOrder(
    world,
    {
      orderId,
      tradeId,
      requestId,
      strategy: signal.strategy,
      quote,
      side: signal.side,
      quantity: plan.quantity,
      type: signal.strategy === "mean_reversion" ? "limit" : "market",
      purpose: "entry",
    },
    {
      filled: (fill) => open(world, entry, orderId, fill),
      failed: (reason) =>
        void world.log("trading-engine", "trading.engine").tradeCancelled({
          symbol: quote.instrument.symbol,
          trade_id: tradeId,
          order_id: orderId,
          request_id: requestId,
          reason,
        }),
    },
  );
}

function open(world: World, entry: Entry, orderId: string, fill: Fill): void {
  const { portfolio, schedule } = world;
  const { signal, quote, requestId, tradeId, plan } = entry;
  const position: Position = {
    tradeId,
    requestId,
    strategy: signal.strategy,
    quote,
    side: signal.side,
    openedMs: schedule.nowMs,
    entryPrice: fill.price,
    stopLoss: plan.stopLoss,
    takeProfit: plan.takeProfit,
    quantity: fill.quantity,
    entryFees: fill.fees,
    realised: 0n,
    closing: false,
    halved: false,
  };
  portfolio.positions.push(position);
  portfolio.book(0n, fill.fees);
  world.log("trading-engine", "trading.engine").tradeEntry({
    symbol: quote.instrument.symbol,
    exchange: quote.instrument.exchange,
    side: signal.side,
    quantity: print(fill.quantity),
    price: print(fill.price),
    fees: print(fill.fees),
    currency: portfolio.currency,
    strategy: signal.strategy,
    order_id: orderId,
    trade_id: tradeId,
    request_id: requestId,
    status: "open",
    stop_loss: print(plan.stopLoss),
    take_profit: print(plan.takeProfit),
    risk_percent: LIMITS.riskPerTrade,
    slippage_bps: fill.slippageBps,
    notional: round(toNumber(fill.price) * toNumber(fill.quantity), 2),
  });
  watchPosition(world, position);
}

/** A stopped system is a dull demonstration: after a while a person lifts the limit. */
function askForResumption(world: World): void {
  const { portfolio, random, schedule } = world;
  if (portfolio.halted) return;
  portfolio.halted = true;
  schedule.after(random.between(60_000, 180_000), () => {
    portfolio.halted = false;
    portfolio.dayResult = 0n;
    const user_id = "tg_101";
    world.log("telegram-bot", "telegram.commands").tradingCommand({ command: "resume", user_id, status: "accepted" });
    world
      .log("portfolio-manager", "portfolio.main")
      .configChanged({ setting: "risk.daily_loss", message: "Daily loss limit reset by an operator", user_id });
  });
}
