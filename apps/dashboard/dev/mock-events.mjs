/** Seeded, believable trading events for the mock server. Not the demo bot: nothing here adds up to a real P&L. */

export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const MARKETS = [
  { symbol: "BTCUSDT", price: 64_210, digits: 2, size: 0.4 },
  { symbol: "ETHUSDT", price: 3_145, digits: 2, size: 4 },
  { symbol: "SOLUSDT", price: 148.2, digits: 3, size: 60 },
  { symbol: "XRPUSDT", price: 0.5213, digits: 5, size: 9_000 },
  { symbol: "AVAXUSDT", price: 36.4, digits: 3, size: 120 },
];
const STRATEGIES = ["mean-reversion", "breakout-4h", "funding-arb", "market-maker"];
const EXCHANGES = ["binance", "kraken", "bybit"];

const pick = (random, list) => list[Math.floor(random() * list.length)];
const hex = (random, length) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join("");

function uuid(random, timeMs) {
  const time = timeMs.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`;
}

const order = (random) => `ord_${hex(random, 10)}`;

const KINDS = [
  [
    22,
    ({ random, market, price }) => ({
      level: "DEBUG",
      service: "market-data",
      logger: "feed.book",
      event_type: "price",
      message: `${market.symbol} book top ${price} / ${(price * 1.0002).toFixed(market.digits)}`,
      symbol: market.symbol,
      exchange: pick(random, EXCHANGES),
      price,
      data: {
        bid: price,
        ask: +(price * 1.0002).toFixed(market.digits),
        depth: { bids: 25, asks: 25 },
        latency_us: Math.floor(random() * 900),
      },
    }),
  ],
  [
    18,
    ({ random }) => {
      const latency = Math.floor(20 + random() * 400);
      return {
        level: "INFO",
        service: "execution-gateway",
        logger: "gateway.http",
        event_type: "api_call",
        message: `POST /api/v3/order answered 200 in ${latency} ms`,
        exchange: pick(random, EXCHANGES),
        status: "200",
        data: { endpoint: "/api/v3/order", method: "POST", duration_ms: latency, weight: Math.floor(random() * 40) },
      };
    },
  ],
  [
    12,
    ({ random, market, strategy, price }) => ({
      level: "SIGNAL_RECEIVED",
      service: "signal-service",
      logger: "signals.scanner",
      event_type: "strategy_signal",
      message: `${strategy}: ${random() < 0.5 ? "long" : "short"} setup on ${market.symbol}, strength ${(0.4 + random() * 0.6).toFixed(2)}`,
      symbol: market.symbol,
      strategy,
      price,
      side: random() < 0.5 ? "buy" : "sell",
      data: {
        indicators: { rsi_14: +(20 + random() * 60).toFixed(1), macd: +(random() - 0.5).toFixed(4), vwap: price },
        timeframe: "5m",
      },
    }),
  ],
  [
    8,
    ({ random, market, strategy }) => ({
      level: "AI_DECISION",
      service: "decision-engine",
      logger: "ai.policy",
      event_type: "ai_decision",
      message: `Decided to ${pick(random, ["enter", "hold", "scale out of"])} ${market.symbol} with confidence ${(0.5 + random() * 0.49).toFixed(2)}`,
      symbol: market.symbol,
      strategy,
      data: {
        model: "policy-v12",
        confidence: +(0.5 + random() * 0.49).toFixed(3),
        explanation: [
          "momentum agrees on three horizons",
          "spread below the 30th percentile",
          "exposure 42 % of the limit",
        ],
        alternatives: [
          { action: "hold", score: 0.31 },
          { action: "reduce", score: 0.12 },
        ],
      },
    }),
  ],
  [
    10,
    ({ random, market, strategy, price }) => ({
      level: "INFO",
      service: "trading-engine",
      logger: "trading.orders",
      event_type: "order_placed",
      message: `Limit order placed for ${market.symbol}`,
      symbol: market.symbol,
      strategy,
      side: random() < 0.5 ? "buy" : "sell",
      quantity: +(market.size * (0.1 + random())).toFixed(4),
      price,
      order_id: order(random),
      exchange: pick(random, EXCHANGES),
      status: "open",
      data: { time_in_force: "GTC", reduce_only: false },
    }),
  ],
  [
    9,
    ({ random, market, strategy, price }) => ({
      level: "TRADE_EXECUTED",
      service: "trading-engine",
      logger: "trading.fills",
      event_type: "order_filled",
      message: `Order filled on ${market.symbol}`,
      symbol: market.symbol,
      strategy,
      side: random() < 0.5 ? "buy" : "sell",
      quantity: +(market.size * (0.1 + random())).toFixed(4),
      price,
      fees: +(random() * 4).toFixed(4),
      currency: "USDT",
      order_id: order(random),
      trade_id: `t${Math.floor(random() * 1e15)}`,
      exchange: pick(random, EXCHANGES),
      status: "filled",
    }),
  ],
  [
    6,
    ({ random, market, strategy, price }) => {
      const pnl = +((random() - 0.44) * 420).toFixed(2);
      return {
        level: "TRADE_EXECUTED",
        service: "trading-engine",
        logger: "trading.positions",
        event_type: "trade_exit",
        message: `Closed ${market.symbol} ${pnl >= 0 ? "in profit" : "at a loss"}: ${pick(random, ["target reached", "stop moved to entry", "signal reversed"])}`,
        symbol: market.symbol,
        strategy,
        side: random() < 0.5 ? "sell" : "buy",
        quantity: +(market.size * random()).toFixed(4),
        price,
        pnl,
        fees: +(random() * 3).toFixed(4),
        currency: "USDT",
        trade_id: `t${Math.floor(random() * 1e15)}`,
        exchange: pick(random, EXCHANGES),
        status: "closed",
        data: {
          holding_time_s: Math.floor(random() * 9000),
          entry_price: +(price * (1 - pnl / 90000)).toFixed(market.digits),
          r_multiple: +(pnl / 100).toFixed(2),
          exact_wei: "115792089237316195423570985008687907853269984665640564039457584007913129639935",
        },
      };
    },
  ],
  [
    5,
    ({ random, market }) => ({
      level: "WARNING",
      service: "execution-gateway",
      logger: "gateway.limits",
      event_type: "rate_limit",
      message: `Request weight at ${Math.floor(80 + random() * 19)} % of the minute's limit on ${pick(random, EXCHANGES)}`,
      exchange: pick(random, EXCHANGES),
      symbol: market.symbol,
      data: { used_weight: 1140, limit: 1200, resets_in_ms: 22_000 },
    }),
  ],
  [
    2,
    ({ random, strategy }) => ({
      level: "RISK_ALERT",
      service: "risk-manager",
      logger: "risk.limits",
      event_type: "portfolio_heat_warning",
      message: `Portfolio heat ${(6 + random() * 4).toFixed(1)} % is above the 6 % line`,
      strategy,
      data: {
        heat_percent: 7.4,
        limit_percent: 6,
        positions: [
          { symbol: "BTCUSDT", risk: 3.1 },
          { symbol: "SOLUSDT", risk: 2.6 },
        ],
      },
    }),
  ],
  [
    2.4,
    ({ random, market }) => ({
      level: "ERROR",
      service: "execution-gateway",
      logger: "gateway.http",
      event_type: "api_error",
      message: `Order was refused: ${pick(random, ["insufficient margin", "price outside the band", "timestamp ahead of server time"])}`,
      symbol: market.symbol,
      exchange: pick(random, EXCHANGES),
      order_id: order(random),
      status: "rejected",
      exception_type: "ExchangeError",
      exception_message: "binance -2019 Margin is insufficient",
      stack_trace: [
        "ExchangeError: binance -2019 Margin is insufficient",
        "    at parseReply (/srv/bot/node_modules/exchange/lib/rest.js:211:13)",
        "    at async Gateway.place (/srv/bot/src/gateway.ts:88:19)",
        "    at async Trader.enter (/srv/bot/src/trader.ts:142:5)",
        "Caused by: HttpError: 400 Bad Request",
        "    at request (/srv/bot/node_modules/exchange/lib/http.js:47:9)",
      ],
      data: {
        code: -2019,
        attempt: 3,
        request: { symbol: market.symbol, type: "LIMIT", quantity: "0.250", headers: { "x-mbx-used-weight": "1140" } },
      },
    }),
  ],
  [
    0.25,
    ({ market }) => ({
      level: "CRITICAL",
      service: "trading-engine",
      logger: "trading.state",
      event_type: "state_divergence",
      message: `Position of ${market.symbol} differs from the exchange by 0.75 contracts; trading halted`,
      symbol: market.symbol,
      data: { local: "12.50", exchange: "11.75", action: "halt" },
    }),
  ],
  [
    5,
    ({ random }) => ({
      level: "INFO",
      service: "risk-manager",
      logger: "system.health",
      event_type: "health_check",
      message: "All feeds fresh, all queues empty",
      data: { feeds: 3, oldest_ms: Math.floor(random() * 800), queue: 0 },
    }),
  ],
  [
    2,
    ({ random }) => ({
      level: "INFO",
      service: "telegram-bot",
      logger: "bot.commands",
      event_type: "telegram_interaction",
      message: `/status answered to user ${Math.floor(random() * 9000)}`,
      user_id: String(Math.floor(random() * 9000)),
      request_id: hex(random, 16),
    }),
  ],
];
const TOTAL_WEIGHT = KINDS.reduce((sum, [weight]) => sum + weight, 0);

/** `next(timeMs)` gives one event; the same seed gives the same events. */
export function createEventSource(seed) {
  const random = createRandom(seed);
  let seq = 0;
  return function next(timeMs) {
    let at = random() * TOTAL_WEIGHT;
    const kind = KINDS.find(([weight]) => (at -= weight) < 0) ?? KINDS[0];
    const market = pick(random, MARKETS);
    market.price *= 1 + (random() - 0.5) * 0.0006;
    const body = kind[1]({
      random,
      market,
      strategy: pick(random, STRATEGIES),
      price: +market.price.toFixed(market.digits),
    });
    const timestamp = `${new Date(timeMs).toISOString().slice(0, 23)}${String(Math.floor(random() * 1000)).padStart(3, "0")}Z`;
    seq += 1;
    return {
      seq,
      timestamp,
      ...body,
      id: uuid(random, timeMs),
      producer: "mock-1",
      producer_seq: seq,
      environment: "demo",
      session_id: "s-20240115",
      host: "desk-1",
      pid: 4242,
      collected_at: timestamp,
    };
  };
}
