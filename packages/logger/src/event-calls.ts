import type { Level } from "@daybook/protocol";

/**
 * Level and text of each typed call, by category. In a text `{field}` is the event's value, and a part
 * in brackets is left out when one of its fields is absent.
 */
export const EVENT_CALLS = {
  account: {
    account_balance: ["INFO", "Balance[ {total}][ {currency}][, {available} available][, equity {equity}]"],
    deposit: ["INFO", "Deposit[ of {quantity}][ {currency}]"],
    withdrawal: ["INFO", "Withdrawal[ of {quantity}][ {currency}]"],
    funding_payment: ["INFO", "Funding[ {symbol}][: {pnl}][ {currency}]"],
    position_snapshot: ["INFO", "Position[ {symbol}][ {quantity}][ @ {entry_price}][, marked {price}]"],
    price: ["INFO", "{symbol} {price}"],
  },
  trade: {
    trade_entry: ["TRADE_EXECUTED", "Entered[ {side}][ {quantity}][ {symbol}][ @ {price}][ ({strategy})]"],
    trade_exit: ["TRADE_EXECUTED", "Exited[ {quantity}][ {symbol}][ @ {price}][, P&L {pnl}][ {currency}][ ({reason})]"],
    trade_partial_exit: ["TRADE_EXECUTED", "Exited part[ {quantity}][ {symbol}][ @ {price}][, P&L {pnl}]"],
    stop_loss_hit: ["TRADE_EXECUTED", "Stop loss hit[ {symbol}][ @ {price}][, P&L {pnl}]"],
    take_profit_hit: ["TRADE_EXECUTED", "Take profit hit[ {symbol}][ @ {price}][, P&L {pnl}]"],
    trade_cancelled: ["INFO", "Trade cancelled[ {symbol}][: {reason}]"],
    position_adjusted: ["INFO", "Position adjusted[ {symbol}][ to {quantity}][: {reason}]"],
    position_closed: ["TRADE_EXECUTED", "Position closed[ {symbol}][ @ {exit_price}][, P&L {pnl}][ ({reason})]"],
    signal_generated: ["SIGNAL_RECEIVED", "Signal[ {type}][ {symbol}][ at {entry}][ ({strategy})]"],
    order_placed: ["INFO", "Order placed:[ {order_type}][ {side}][ {quantity}][ {symbol}][ @ {price}]"],
    order_accepted: ["INFO", "Order accepted[ by {exchange}][: {order_id}]"],
    order_partially_filled: [
      "TRADE_EXECUTED",
      "Order partially filled:[ {side}][ {quantity}][ {symbol}][ @ {price}][, {remaining_quantity} left]",
    ],
    order_filled: ["TRADE_EXECUTED", "Order filled:[ {side}][ {quantity}][ {symbol}][ @ {price}]"],
    order_cancelled: ["INFO", "Order cancelled[ {symbol}][: {reason}]"],
    order_rejected: ["WARNING", "Order rejected[ by {exchange}][ {symbol}][: {reason}]"],
    trade_executed: ["TRADE_EXECUTED", "Trade executed:[ {side}][ {quantity}][ {symbol}][ @ {price}]"],
  },
  execution: {
    execution_attempt: ["INFO", "Execution attempt[ on {protocol}][: {status}][, {simulated_profit_usd} USD expected]"],
    state_transition: ["INFO", "State[ {from_state}][ → {to_state}][: {reason}]"],
    state_divergence: ["WARNING", "State divergence[ on {protocol}][ in {field}][: {divergence_bps} bps]"],
    safety_violation: ["RISK_ALERT", "Safety violation[ {violation_type}][: {current_value}][ of {limit_value}]"],
    transaction_failed: ["ERROR", "Transaction failed[ {tx_hash}][: {reason}]"],
  },
  strategy: {
    strategy_signal: ["SIGNAL_RECEIVED", "Strategy signal[ {side}][ {symbol}][ ({strategy})]"],
    symbol_scan: ["DEBUG", "Scanned[ {symbols_scanned} symbols][, {candidates} candidates][ ({strategy})]"],
    entry_signal: ["SIGNAL_RECEIVED", "Entry signal[ {side}][ {symbol}][ @ {price}][ ({strategy})]"],
    exit_signal: ["SIGNAL_RECEIVED", "Exit signal[ {symbol}][ @ {price}][: {reason}]"],
    signal_received: ["SIGNAL_RECEIVED", "Signal received[ {symbol}][ from {source}]"],
  },
  decision: {
    ai_decision: ["AI_DECISION", "AI decision[ {decision}][ {symbol}][ by {model_id}][, confidence {confidence}]"],
  },
  risk: {
    risk_limit_hit: ["RISK_ALERT", "Risk limit hit[ {limit_name}][: {current_value}][ of {limit_value}]"],
    position_size_calculated: ["INFO", "Position size[ {symbol}][: {quantity}][, risk {risk_percent}]"],
    daily_loss_limit: ["RISK_ALERT", "Daily loss limit[: {current_loss}][ of {limit_value}]"],
    portfolio_heat_warning: ["WARNING", "Portfolio heat[ {heat}][ of {limit_value}]"],
    risk_alert: ["RISK_ALERT", "Risk alert[ {symbol}][: {reason}]"],
  },
  system: {
    system_start: ["INFO", "Started[ {version}]"],
    system_stop: ["INFO", "Stopped[: {reason}]"],
    system_error: ["ERROR", "System error[ in {component}]"],
    health_check: ["INFO", "Health check[ {component}][: {status}]"],
    market_status: ["INFO", "Market[ {exchange}][ {status}]"],
    system_metrics: ["INFO", "System metrics[: CPU {cpu_percent}%][, memory {memory_percent}%]"],
    heartbeat: ["DEBUG", "Heartbeat[, up {uptime_s} s]"],
    config_changed: ["INFO", "Configuration changed[: {setting}]"],
  },
  api: {
    api_call: ["INFO", "[{method} ]{endpoint}[ {status_code}][ in {response_time_ms} ms]"],
    api_error: ["ERROR", "API error[ {method}][ {endpoint}][ {status_code}]"],
    rate_limit: ["WARNING", "Rate limit exceeded[ on {exchange}][ {endpoint}][, retry after {retry_after_s} s]"],
    http_request: ["INFO", "[{method} ]{path}[ {status_code}][ in {response_time_ms} ms]"],
  },
  performance: {
    performance_metric: ["INFO", "{metric}[ = {value}][ {unit}]"],
    latency_measurement: ["INFO", "Latency[ of {operation}][: {latency_ms} ms][: {latency_us} µs]"],
    operation_completed: ["DEBUG", "{operation} completed[ in {duration_ms} ms]"],
    operation_failed: ["ERROR", "{operation} failed[ after {duration_ms} ms]"],
  },
  bot: {
    telegram_interaction: ["INFO", "Telegram[ {command}][ from {user_id}]"],
    bot_response: ["INFO", "Answered[ {command}][ in {response_time_ms} ms]"],
    trading_command: ["INFO", "Trading command[ {command}][ {symbol}]"],
  },
  access: {
    login: ["INFO", "Login[ of {user_id}][: {status}]"],
    access_denied: ["WARNING", "Access denied[ to {resource}][ for {user_id}]"],
    record_read: ["INFO", "Records read[ by {user_id}]"],
    export: ["INFO", "Export[ by {user_id}][: {count} records]"],
    erasure: ["INFO", "Erasure[: {count} records]"],
    retention_applied: ["INFO", "Retention applied[: {count} records]"],
    legal_hold: ["INFO", "Legal hold[ {name}][: {status}]"],
  },
  daybook: {
    gap_detected: ["WARNING", "Gap[ of {count} events]"],
    logs_dropped: ["WARNING", "{count} events dropped[ by {sink}][: {reason}]"],
    redaction: ["INFO", "Redacted[ {count} values][ by {rule}]"],
    alert_fired: ["WARNING", "Alert[ {name}]"],
    alert_resolved: ["INFO", "Alert resolved[ {name}]"],
    checkpoint_anchored: ["INFO", "Checkpoint anchored[ at size {size}]"],
  },
} as const satisfies Record<string, Readonly<Record<string, readonly [Level, string]>>>;
