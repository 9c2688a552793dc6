import type { Logger } from "@daybook/logger";
import type { Fixed } from "./fixed.ts";
import { multiply, print, roundDown, toFixed, toNumber } from "./fixed.ts";
import type { Quote } from "./market.ts";
import type { Side } from "./portfolio.ts";
import { round } from "./strategies.ts";
import type { World } from "./world.ts";
import { simulatedError } from "./world.ts";

export interface Order {
  readonly orderId: string;
  readonly tradeId: string;
  readonly requestId: string;
  readonly strategy: string;
  readonly quote: Quote;
  readonly side: Side;
  readonly quantity: Fixed;
  readonly type: "market" | "limit";
  readonly purpose: "entry" | "exit" | "partial_exit";
}

export interface Fill {
  /** Average over all parts. */
  readonly price: Fixed;
  readonly quantity: Fixed;
  readonly fees: Fixed;
  readonly slippageBps: number;
}

export interface OrderOutcome {
  readonly filled: (fill: Fill) => void;
  readonly failed: (reason: string) => void;
}

const FEE_RATE = 0.0002;
const REJECTIONS = [
  "insufficient margin",
  "price is outside of the allowed band",
  "notional is below the minimum",
  "reduce-only order would increase the position",
];
const ATTEMPTS = 3;

/** Sends an order and tells how it ended, with everything that can happen on the way. */
export function submitOrder(world: World, order: Order, outcome: OrderOutcome): void {
  const { quote, side, quantity, orderId, tradeId, strategy, type } = order;
  world.log("trading-engine", "trading.orders").orderPlaced({
    symbol: quote.instrument.symbol,
    exchange: quote.instrument.exchange,
    side,
    quantity: print(quantity),
    price: print(quote.price),
    order_id: orderId,
    trade_id: tradeId,
    request_id: order.requestId,
    strategy,
    status: "new",
    order_type: type,
    purpose: order.purpose,
    time_in_force: type === "limit" ? "GTC" : "IOC",
  });
  attempt(world, order, outcome, 1, world.schedule.nowMs);
}

function attempt(world: World, order: Order, outcome: OrderOutcome, number: number, placedMs: number): void {
  const { random, schedule } = world;
  const { exchange } = order.quote.instrument;
  const log = world.log("exchange-connector", `connector.${exchange}`);
  const call = {
    method: "POST",
    endpoint: "/api/v3/order",
    exchange,
    order_id: order.orderId,
    request_id: order.requestId,
    attempt: number,
  };
  const latencyMs = round(12 + random.exponential(35), 1);
  const retry = (afterMs: number): void =>
    schedule.after(afterMs, () => attempt(world, order, outcome, number + 1, placedMs));

  schedule.after(latencyMs, () => {
    const fate = random.next();
    if (fate < 0.012) {
      const error = simulatedError(
        "ConnectTimeoutError",
        `Failed to connect to exchange ${exchange}: connect ETIMEDOUT`,
        [
          `RestClient.request (exchange-connector/src/rest-client.ts:118:15)`,
          `BrokerGateway.submit (exchange-connector/src/broker-gateway.ts:64:22)`,
          `OrderRouter.route (trading-engine/src/order-router.ts:41:9)`,
        ],
        { code: "ETIMEDOUT", timeout_ms: 5000 },
      );
      log.apiError({ ...call, message: error.message, error, status: "timeout" });
      if (number < ATTEMPTS) return retry(200 * 2 ** number);
      return giveUp(world, order, outcome, error, placedMs);
    }
    if (fate < 0.026) {
      const retryAfterS = random.integer(1, 3);
      log.rateLimit({
        ...call,
        status_code: 429,
        retry_after_s: retryAfterS,
        limit: 1200,
        used: random.integer(1150, 1200),
      });
      return retry(retryAfterS * 1000);
    }
    if (fate < 0.045) {
      const reason = random.pick(REJECTIONS);
      log.apiCall({ ...call, status_code: 400, response_time_ms: latencyMs });
      log.orderRejected({ ...identity(order), status: "rejected", reason, error_code: -2010 });
      return outcome.failed(reason);
    }
    log.apiCall({ ...call, status_code: 200, response_time_ms: latencyMs });
    log.orderAccepted({ ...identity(order), status: "open", exchange_order_id: random.integer(1e9, 9e9) });
    nextPart(world, order, outcome, { filled: 0n, cost: 0n, fees: 0n, parts: 0, placedMs, wanted: order.quote.price });
  });
}

interface Progress {
  readonly filled: Fixed;
  readonly cost: Fixed;
  readonly fees: Fixed;
  readonly parts: number;
  readonly placedMs: number;
  /** The price when the order arrived. */
  readonly wanted: Fixed;
}

function nextPart(world: World, order: Order, outcome: OrderOutcome, before: Progress): void {
  const { random, schedule } = world;
  schedule.after(40 + random.exponential(order.type === "market" ? 180 : 900), () => {
    const { tick, lot } = order.quote.instrument;
    const direction = order.side === "buy" ? 1n : -1n;
    const price = order.quote.price + direction * BigInt(random.integer(0, 2)) * tick;
    const left = order.quantity - before.filled;
    const some = roundDown(multiply(left, toFixed(random.between(0.2, 0.7))), lot);
    const whole = before.parts >= 3 || some <= 0n || random.chance(0.5);
    const quantity = whole ? left : some;
    const fees = multiply(multiply(price, quantity), toFixed(FEE_RATE));
    const now: Progress = {
      ...before,
      filled: before.filled + quantity,
      cost: before.cost + price * quantity,
      fees: before.fees + fees,
      parts: before.parts + 1,
    };
    const log = world.log("exchange-connector", `connector.${order.quote.instrument.exchange}`);
    if (!whole) {
      log.orderPartiallyFilled({
        ...identity(order),
        quantity: print(quantity),
        price: print(price),
        fees: print(fees),
        status: "partially_filled",
        filled_quantity: print(now.filled),
        remaining_quantity: print(order.quantity - now.filled),
        liquidity: "taker",
      });
      return nextPart(world, order, outcome, now);
    }
    complete(world, order, outcome, now, log);
  });
}

function complete(world: World, order: Order, outcome: OrderOutcome, done: Progress, log: Logger): void {
  const price = done.cost / done.filled;
  const slip = order.side === "buy" ? price - done.wanted : done.wanted - price;
  const slippageBps = round((1e4 * toNumber(slip)) / toNumber(done.wanted), 2);
  const latencyMs = round(world.schedule.nowMs - done.placedMs, 1);
  log.orderFilled({
    ...identity(order),
    quantity: print(done.filled),
    price: print(price),
    fees: print(done.fees),
    status: "filled",
    parts: done.parts,
    slippage_bps: slippageBps,
    latency_ms: latencyMs,
  });
  log.latencyMeasurement({ operation: "order_to_fill", latency_ms: latencyMs, ...identity(order) });
  outcome.filled({ price, quantity: done.filled, fees: done.fees, slippageBps });
}

function giveUp(world: World, order: Order, outcome: OrderOutcome, cause: Error, placedMs: number): void {
  const error = simulatedError("TradeExecutionError", `Trade execution failed after ${ATTEMPTS} attempts`, [
    `OrderRouter.route (trading-engine/src/order-router.ts:57:13)`,
    `TradeManager.execute (trading-engine/src/trade-manager.ts:132:20)`,
  ]);
  error.cause = cause;
  world.log("trading-engine", "trading.orders").operationFailed({
    message: error.message,
    level: "CRITICAL",
    operation: "submit_order",
    duration_ms: round(world.schedule.nowMs - placedMs, 1),
    order_id: order.orderId,
    trade_id: order.tradeId,
    request_id: order.requestId,
    symbol: order.quote.instrument.symbol,
    error,
  });
  outcome.failed("exchange unreachable");
}

function identity(order: Order) {
  const { instrument } = order.quote;
  return {
    symbol: instrument.symbol,
    exchange: instrument.exchange,
    side: order.side,
    order_id: order.orderId,
    trade_id: order.tradeId,
    request_id: order.requestId,
    strategy: order.strategy,
    currency: "USDT",
  };
}
