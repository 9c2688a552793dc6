import type { Logger } from "@daybook/logger";
import type { Fill } from "./exchange.ts";
import { submitOrder } from "./exchange.ts";
import type { Fixed } from "./fixed.ts";
import { multiply, print, ratio, roundDown } from "./fixed.ts";
import type { Position } from "./portfolio.ts";
import { resultOf } from "./portfolio.ts";
import { round } from "./strategies.ts";
import type { World } from "./world.ts";

const CHECK_MS = 1_000;
/** A trade that went nowhere is closed after about this. */
const PATIENCE_MS = 8 * 60_000;
const PAUSE_AFTER_FAILURE_MS = 5_000;

type ExitReason = "stop_loss" | "take_profit" | "signal_reversed" | "time_limit";

/** Looks at an open position each second until it is closed. */
export function watchPosition(world: World, position: Position): void {
  world.schedule.after(CHECK_MS, () => {
    if (!world.portfolio.positions.includes(position)) return;
    if (!position.closing) decideExit(world, position);
    watchPosition(world, position);
  });
}

function decideExit(world: World, position: Position): void {
  const { price, trend } = position.quote;
  const long = position.side === "buy";
  const reached = (level: Fixed, upwards: boolean): boolean => (upwards ? price >= level : price <= level);
  const age = world.schedule.nowMs - position.openedMs;
  if (reached(position.stopLoss, !long)) return exit(world, position, "stop_loss");
  if (reached(position.takeProfit, long)) return exit(world, position, "take_profit");
  if (age > 60_000 && (long ? trend < -1.6 : trend > 1.6)) return exit(world, position, "signal_reversed");
  if (age > PATIENCE_MS) return exit(world, position, "time_limit");
  const halfway = (position.entryPrice + position.takeProfit) / 2n;
  if (!position.halved && reached(halfway, long)) takeHalf(world, position);
}

function takeHalf(world: World, position: Position): void {
  position.halved = true;
  const half = roundDown(position.quantity / 2n, position.quote.instrument.lot);
  if (half <= 0n) return;
  send(world, position, half, "partial_exit", (fill, orderId) => {
    const result = resultOf(position, fill.price, fill.quantity);
    position.quantity -= fill.quantity;
    position.realised += result - fill.fees;
    world.portfolio.book(result, fill.fees);
    logger(world).tradePartialExit({
      ...identity(position),
      order_id: orderId,
      quantity: print(fill.quantity),
      price: print(fill.price),
      pnl: print(result - fill.fees),
      fees: print(fill.fees),
      remaining_quantity: print(position.quantity),
      reason: "first_target",
    });
  });
}

function exit(world: World, position: Position, reason: ExitReason): void {
  const { price } = position.quote;
  const log = logger(world);
  const about = { ...identity(position), price: print(price), reason };
  const open = print(resultOf(position, price, position.quantity));
  if (reason === "stop_loss") {
    log.stopLossHit({ ...about, stop_loss: print(position.stopLoss), unrealized_pnl: open });
  } else if (reason === "take_profit") {
    log.takeProfitHit({ ...about, take_profit: print(position.takeProfit), unrealized_pnl: open });
  } else world.log("trading-engine", "trading.signals").exitSignal(about);
  send(world, position, position.quantity, "exit", (fill, orderId) => close(world, position, fill, orderId, reason));
}

function close(world: World, position: Position, fill: Fill, orderId: string, reason: ExitReason): void {
  const { portfolio, schedule } = world;
  const result = resultOf(position, fill.price, fill.quantity);
  portfolio.book(result, fill.fees);
  portfolio.remove(position);
  // The last part bears the entry's fee: the results of a trade's parts add up to what it brought.
  const fees = fill.fees + position.entryFees;
  const net = result - fees;
  const total = position.realised + net;
  if (total >= 0n) portfolio.won++;
  else portfolio.lost++;
  logger(world).tradeExit({
    ...identity(position),
    order_id: orderId,
    quantity: print(fill.quantity),
    price: print(fill.price),
    pnl: print(net),
    fees: print(fees),
    status: "closed",
    reason,
    entry_price: print(position.entryPrice),
    trade_pnl: print(total),
    pnl_percent: round(100 * ratio(net, multiply(position.entryPrice, fill.quantity)), 3),
    slippage_bps: fill.slippageBps,
    hold_time_minutes: round((schedule.nowMs - position.openedMs) / 60_000, 2),
  });
}

function send(
  world: World,
  position: Position,
  quantity: Fixed,
  purpose: "exit" | "partial_exit",
  done: (fill: Fill, orderId: string) => void,
): void {
  position.closing = true;
  const orderId = `ord_${world.random.hex(12)}`;
  submitOrder(
    world,
    {
      orderId,
      tradeId: position.tradeId,
      requestId: position.requestId,
      strategy: position.strategy,
      quote: position.quote,
      side: position.side === "buy" ? "sell" : "buy",
      quantity,
      type: purpose === "exit" ? "market" : "limit",
      purpose,
    },
    {
      filled: (fill) => {
        position.closing = false;
        done(fill, orderId);
      },
      // The position is still there: the next look tries again.
      failed: () => world.schedule.after(PAUSE_AFTER_FAILURE_MS, () => (position.closing = false)),
    },
  );
}

function logger(world: World): Logger {
  return world.log("trading-engine", "trading.engine");
}

function identity(position: Position) {
  const { instrument } = position.quote;
  return {
    symbol: instrument.symbol,
    exchange: instrument.exchange,
    side: position.side,
    trade_id: position.tradeId,
    request_id: position.requestId,
    strategy: position.strategy,
    currency: "USDT",
  };
}
