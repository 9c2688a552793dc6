import { boolean, decimal, id, integer, number, object, payload, text, time } from "./payload-fields.ts";

const order = {
  order_id: id,
  client_order_id: id,
  order_type: text,
  time_in_force: text,
  exchange: text,
  strategy: text,
  status: text,
} as const;
const position = {
  trade_id: id,
  position_id: id,
  strategy: text,
  exchange: text,
  currency: text,
  leverage: decimal,
} as const;
const result = {
  pnl: decimal,
  pnl_percent: number,
  fees: decimal,
  reason: text,
  hold_time_minutes: number,
  entry_price: decimal,
} as const;

/** Account and trade: what positions, orders and balances did. */
export const TRADE_PAYLOADS = {
  account_balance: payload(
    {},
    { total: decimal, available: decimal, locked: decimal, equity: decimal, currency: text, exchange: text },
  ),
  deposit: payload(
    { quantity: decimal, currency: text },
    { tx_hash: text, exchange: text, fees: decimal, status: text },
  ),
  withdrawal: payload(
    { quantity: decimal, currency: text },
    { tx_hash: text, exchange: text, fees: decimal, address: text, status: text },
  ),
  funding_payment: payload({ symbol: text, pnl: decimal }, { funding_rate: decimal, currency: text, exchange: text }),
  position_snapshot: payload(
    { symbol: text, quantity: decimal },
    { ...position, price: decimal, entry_price: decimal, unrealized_pnl: decimal, side: text },
  ),
  price: payload({ symbol: text, price: decimal }, { bid: decimal, ask: decimal, volume: decimal, exchange: text }),

  trade_entry: payload(
    { symbol: text, side: text, quantity: decimal, price: decimal },
    {
      ...position,
      order_id: id,
      risk_percent: number,
      stop_loss: decimal,
      take_profit: decimal,
      fees: decimal,
      entry_reason: text,
      technical_indicators: object,
      market_conditions: text,
    },
  ),
  trade_exit: payload(
    { symbol: text, quantity: decimal, price: decimal },
    { ...position, ...result, order_id: id, side: text },
  ),
  trade_partial_exit: payload(
    { symbol: text, quantity: decimal, price: decimal },
    { ...position, ...result, order_id: id, side: text, remaining_quantity: decimal },
  ),
  stop_loss_hit: payload(
    { symbol: text },
    { ...position, ...result, price: decimal, quantity: decimal, stop_loss: decimal, order_id: id },
  ),
  take_profit_hit: payload(
    { symbol: text },
    { ...position, ...result, price: decimal, quantity: decimal, take_profit: decimal, order_id: id },
  ),
  trade_cancelled: payload({ symbol: text }, { ...position, order_id: id, reason: text }),
  position_adjusted: payload(
    { symbol: text },
    { ...position, quantity: decimal, price: decimal, stop_loss: decimal, take_profit: decimal, reason: text },
  ),
  position_closed: payload({ symbol: text }, { ...position, ...result, exit_price: decimal, quantity: decimal }),

  signal_generated: payload(
    { symbol: text },
    {
      type: text,
      side: text,
      entry: decimal,
      tp: decimal,
      sl: decimal,
      strategy: text,
      risk_reward: number,
      confidence: number,
    },
  ),
  order_placed: payload(
    { symbol: text, side: text, quantity: decimal },
    { ...order, price: decimal, stop_price: decimal, reduce_only: boolean },
  ),
  order_accepted: payload({ order_id: id }, { ...order, symbol: text, exchange_order_id: id }),
  order_partially_filled: payload(
    { symbol: text, side: text, quantity: decimal, price: decimal },
    {
      ...order,
      trade_id: id,
      fees: decimal,
      remaining_quantity: decimal,
      cumulative_quantity: decimal,
      fill_time: time,
    },
  ),
  order_filled: payload(
    { symbol: text, side: text, quantity: decimal, price: decimal },
    { ...order, trade_id: id, fees: decimal, fill_time: time, slippage: decimal, latency_us: integer, liquidity: text },
  ),
  order_cancelled: payload({ order_id: id }, { ...order, symbol: text, reason: text }),
  order_rejected: payload(
    { symbol: text },
    { ...order, side: text, quantity: decimal, price: decimal, reason: text, error_code: id },
  ),
  trade_executed: payload(
    {},
    {
      ...order,
      symbol: text,
      side: text,
      quantity: decimal,
      price: decimal,
      execution_price: decimal,
      trade_id: id,
      fees: decimal,
      gas_used: integer,
      gas_price: decimal,
      tx_hash: text,
    },
  ),
} as const;
