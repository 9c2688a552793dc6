import { boolean, decimal, id, integer, json, number, object, payload, text, texts, time } from "./payload-fields.ts";

const signal = {
  strategy: text,
  side: text,
  price: decimal,
  volume: decimal,
  confidence: number,
  momentum_score: number,
  indicators: object,
  source: text,
} as const;
const limit = {
  limit_name: text,
  current_value: decimal,
  limit_value: decimal,
  symbol: text,
  strategy: text,
  reason: text,
} as const;

/** Execution, strategy, decision and risk: why something was done or not. */
export const DECISION_PAYLOADS = {
  execution_attempt: payload(
    { protocol: text },
    {
      block_number: integer,
      borrower: text,
      simulation_success: boolean,
      simulated_profit_usd: decimal,
      actual_profit_usd: decimal,
      gas_used: integer,
      gas_price_gwei: decimal,
      tx_hash: text,
      status: text,
      reason: text,
    },
  ),
  state_transition: payload({ from_state: text, to_state: text }, { reason: text, metrics: object }),
  state_divergence: payload(
    { field: text, cached_value: decimal, canonical_value: decimal },
    { protocol: text, user: text, divergence_bps: number, block_number: integer },
  ),
  safety_violation: payload(
    { violation_type: text },
    { current_value: decimal, limit_value: decimal, remaining_capacity_usd: decimal },
  ),
  transaction_failed: payload(
    {},
    { tx_hash: text, reason: text, protocol: text, block_number: integer, gas_used: integer, nonce: integer },
  ),

  strategy_signal: payload({}, { ...signal, symbol: text }),
  symbol_scan: payload({}, { strategy: text, symbols_scanned: integer, candidates: integer, symbols: texts }),
  entry_signal: payload({ symbol: text }, { ...signal, stop_loss: decimal, take_profit: decimal }),
  exit_signal: payload({ symbol: text }, { ...signal, reason: text, trade_id: id }),
  signal_received: payload({}, { ...signal, symbol: text, received_at: time }),

  ai_decision: payload(
    {},
    {
      model_id: text,
      model_version: text,
      decision: text,
      symbol: text,
      strategy: text,
      input_data: json,
      prediction: json,
      confidence: number,
      explanation: json,
      latency_ms: number,
    },
  ),

  risk_limit_hit: payload({}, { ...limit, requested_size: decimal, max_allowed: decimal, portfolio_value: decimal }),
  position_size_calculated: payload(
    { symbol: text, quantity: decimal },
    { risk_percent: number, stop_loss: decimal, portfolio_value: decimal, price: decimal, strategy: text },
  ),
  daily_loss_limit: payload({}, { ...limit, current_loss: decimal, currency: text }),
  portfolio_heat_warning: payload({}, { ...limit, heat: number, open_positions: integer }),
  risk_alert: payload({}, { ...limit, severity: text }),
} as const;
