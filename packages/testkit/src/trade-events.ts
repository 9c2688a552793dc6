import type { Random } from "./random.ts";

/** A log event as a program sends it. */
export interface GeneratedEvent {
  timestamp: string;
  level: string;
  service: string;
  event_type: string;
  message: string;
  [field: string]: unknown;
}

export interface Market {
  readonly random: Random;
  /** Milliseconds since the epoch; grows with each event. */
  timeMs: number;
  readonly prices: Map<string, number>;
  trades: number;
}

interface Trade {
  symbol: string;
  strategy: string;
  side: "buy" | "sell";
  quantity: number;
  trade_id: string;
  order_id: string;
  exchange: string;
}

/** One trade from signal to exit: signal, decision, order, one to three fills, exit. */
export function tradeEvents(market: Market): GeneratedEvent[] {
  const { random } = market;
  const number = ++market.trades;
  const trade: Trade = {
    symbol: random.pick([...market.prices.keys()]),
    strategy: random.pick(["momentum", "meanrev", "arb"]),
    side: random.pick(["buy", "sell"]),
    quantity: round(0.001 + random.next() * 10, 4),
    trade_id: `t-${String(number).padStart(6, "0")}`,
    order_id: `ord_${random.hex(12)}`,
    exchange: random.pick(["binance", "kraken"]),
  };
  const entry = step(market, trade.symbol);
  const events = [signal(market, trade, entry), decision(market, trade)];
  if (random.chance(0.1)) return [...events, rejected(market, trade, entry)];
  events.push(placed(market, trade, entry), ...fills(market, trade, entry));
  const exit = step(market, trade.symbol);
  return [...events, exited(market, trade, entry, exit)];
}

/** A step of a random walk. */
function step(market: Market, symbol: string): number {
  const before = market.prices.get(symbol) ?? 1;
  const after = significant(before * (1 + (market.random.next() - 0.495) * 0.02));
  market.prices.set(symbol, after);
  return after;
}

function at(market: Market, level: string, event_type: string, message: string, fields: object): GeneratedEvent {
  market.timeMs += market.random.integer(1, 400);
  return {
    timestamp: new Date(market.timeMs).toISOString(),
    level,
    service: "trading-engine",
    logger: "trading.orders",
    event_type,
    message,
    ...fields,
  };
}

function signal(market: Market, trade: Trade, price: number): GeneratedEvent {
  const { symbol, strategy, side } = trade;
  const rsi = market.random.next() * 100;
  const text = `${side === "buy" ? "LONG" : "SHORT"} signal for ${symbol} at ${price}`;
  return at(market, "SIGNAL_RECEIVED", "entry_signal", text, {
    symbol,
    strategy,
    price,
    data: { rsi, confidence: market.random.next() },
  });
}

function decision(market: Market, trade: Trade): GeneratedEvent {
  const { symbol, strategy, trade_id } = trade;
  const confidence = round(market.random.next(), 3);
  return at(market, "AI_DECISION", "ai_decision", `Take the ${symbol} signal (confidence ${confidence})`, {
    symbol,
    strategy,
    trade_id,
    data: { model_id: "price_predictor_v1", confidence, explanation: { momentum: 0.42, volume_ratio: 2.1 } },
  });
}

function placed(market: Market, trade: Trade, price: number): GeneratedEvent {
  return at(market, "INFO", "order_placed", "Order placed", {
    ...trade,
    price,
    status: "open",
    data: { order_type: "limit" },
  });
}

function rejected(market: Market, trade: Trade, price: number): GeneratedEvent {
  return at(market, "WARNING", "order_rejected", "Order rejected: insufficient margin", {
    ...trade,
    price,
    status: "rejected",
  });
}

function fills(market: Market, trade: Trade, price: number): GeneratedEvent[] {
  const parts = market.random.integer(1, 3);
  return Array.from({ length: parts }, (_, part) => {
    const last = part === parts - 1;
    const share = round(trade.quantity / parts, 6);
    const quantity = last ? round(trade.quantity - share * (parts - 1), 6) : share;
    const fees = significant(quantity * price * 0.0004);
    const level = last ? "TRADE_EXECUTED" : "INFO";
    const type = last ? "order_filled" : "order_partially_filled";
    return at(market, level, type, `${trade.side} ${quantity} ${trade.symbol} @ ${price}`, {
      ...trade,
      quantity,
      price,
      fees,
      currency: "USDT",
      status: "filled",
    });
  });
}

function exited(market: Market, trade: Trade, entry: number, exit: number): GeneratedEvent {
  const pnl = significant((exit - entry) * trade.quantity * (trade.side === "buy" ? 1 : -1));
  return at(market, "TRADE_EXECUTED", "trade_exit", `Exited ${trade.symbol} pnl ${pnl}`, {
    ...trade,
    price: exit,
    pnl,
    fees: significant(trade.quantity * exit * 0.0004),
    currency: "USDT",
    status: "closed",
    data: { reason: pnl > 0 ? "take_profit" : "stop_loss", entry_price: entry },
  });
}

/** To so many decimals. */
export function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** To eight significant digits: prices of 43,000 and of 0.0000024 alike. */
function significant(value: number): number {
  return Number(value.toPrecision(8));
}
