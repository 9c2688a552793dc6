import { FAKE_NOW_MS } from "./clock.ts";
import { oddEvent } from "./odd-events.ts";
import { createRandom } from "./random.ts";
import type { Random } from "./random.ts";
import { round, tradeEvents } from "./trade-events.ts";
import type { GeneratedEvent, Market } from "./trade-events.ts";

export interface GenerateOptions {
  seed: number;
  count: number;
  /** Time of the first event, milliseconds since the epoch. */
  startMs?: number;
  /** Share of events with odd but legal values: NUL, emoji, 256-bit integers, numbers as text … Default 0.02. */
  oddShare?: number;
}

const PRICES: Readonly<Record<string, number>> = {
  BTCUSDT: 43_000,
  ETHUSDT: 2_300,
  SOLUSDT: 98,
  DOGEUSDT: 0.081,
  "TRX/BTC": 0.0000024,
  AAPL: 188,
};

/**
 * Believable events of a few bots, as plain objects such as a program would log: trades from signal to exit, balances, API calls,
 * risk and errors, in order of time. The same options give the same events. No secrets are among them.
 */
export function generateEvents(options: GenerateOptions): GeneratedEvent[] {
  const random = createRandom(options.seed);
  const market: Market = {
    random,
    timeMs: options.startMs ?? FAKE_NOW_MS,
    prices: new Map(Object.entries(PRICES)),
    trades: 0,
  };
  const oddShare = options.oddShare ?? 0.02;
  const events: GeneratedEvent[] = [];
  while (events.length < options.count) {
    if (random.chance(oddShare)) events.push(oddEvent(market));
    else if (random.chance(0.25)) events.push(...tradeEvents(market));
    else events.push(routineEvent(market));
  }
  return events.slice(0, options.count);
}

function routineEvent(market: Market): GeneratedEvent {
  const { random } = market;
  market.timeMs += random.integer(1, 900);
  const base = { timestamp: new Date(market.timeMs).toISOString(), request_id: random.hex(32) };
  return random.pick([apiCall, apiCall, balance, health, latency, risk, failure])(base, random);
}

type Base = Pick<GeneratedEvent, "timestamp"> & { request_id: string };

function apiCall(base: Base, random: Random): GeneratedEvent {
  const status = random.pick([200, 200, 200, 200, 429, 500]);
  const endpoint = random.pick(["/v2/positions", "/api/v3/order", "/v2/account"]);
  const duration = round(random.next() * 900, 1);
  const ok = status === 200;
  return {
    ...base,
    level: ok ? "DEBUG" : "WARNING",
    service: "exchange-connector",
    logger: "trading.md",
    event_type: ok ? "api_call" : status === 429 ? "rate_limit" : "api_error",
    message: `GET ${endpoint} completed in ${duration}ms`,
    exchange: random.pick(["binance", "kraken", "alpaca"]),
    data: { endpoint, method: "GET", status_code: status, duration_ms: duration },
  };
}

function balance(base: Base, random: Random): GeneratedEvent {
  const total = round(10_000 + random.next() * 5_000, 2);
  return {
    ...base,
    level: "INFO",
    service: "portfolio-manager",
    event_type: "account_balance",
    message: `Balance ${total} USDT`,
    currency: "USDT",
    data: { total, available: round(total * random.next(), 2) },
  };
}

function health(base: Base, random: Random): GeneratedEvent {
  const cpu = round(random.next() * 100, 1);
  return {
    ...base,
    level: "INFO",
    service: random.pick(["trading-engine", "ai-processor"]),
    event_type: "system_metrics",
    message: "System metrics collected",
    data: {
      cpu_percent: cpu,
      memory_percent: round(random.next() * 100, 1),
      network_bytes_sent: random.integer(0, 2 ** 40),
    },
  };
}

function latency(base: Base, random: Random): GeneratedEvent {
  const microseconds = random.integer(40, 9_000);
  return {
    ...base,
    level: "INFO",
    service: "trading-engine",
    event_type: "latency_measurement",
    message: `signal to order in ${microseconds}us`,
    data: { operation: "signal_to_order", latency_us: microseconds },
  };
}

function risk(base: Base, random: Random): GeneratedEvent {
  const requested = random.integer(1_000, 9_000);
  return {
    ...base,
    level: "RISK_ALERT",
    service: "trading-engine",
    logger: "trading.risk",
    event_type: "risk_limit_hit",
    message: "Position size limit exceeded",
    symbol: random.pick(Object.keys(PRICES)),
    data: { requested_size: requested, max_allowed: 900, portfolio_value: 45_000 },
  };
}

function failure(base: Base, random: Random): GeneratedEvent {
  const exchange = random.pick(["binance", "kraken", "alpaca"]);
  return {
    ...base,
    level: "ERROR",
    service: "exchange-connector",
    event_type: "system_error",
    message: `Failed to connect to exchange ${exchange}: timeout after ${random.integer(1_000, 9_999)}ms`,
    exchange,
    exception_type: "TimeoutError",
    exception_message: "socket hang up",
    stack_trace: ["TimeoutError: socket hang up", "    at connect (net.js:14:9)", "    at retry (client.js:87:3)"],
    data: { retry_count: random.integer(0, 5) },
  };
}
