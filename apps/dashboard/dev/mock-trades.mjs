import { createRandom } from "./mock-events.mjs";

/** Made-up trades as a bot would log them: signal, decision, orders, fills, entry, exit, and signals that came to nothing. */

const MARKETS = [
  { symbol: "BTC/USDT", price: 64_000, digits: 2 },
  { symbol: "ETH/USDT", price: 3_100, digits: 2 },
  { symbol: "SOL/USDT", price: 148, digits: 3 },
  { symbol: "XRP/USDT", price: 0.52, digits: 5 },
  { symbol: "AVAX/USDT", price: 36, digits: 3 },
  { symbol: "DOGE/USDT", price: 0.12, digits: 6 },
  { symbol: "1000000BABYDOGE/USDT:USDT-241227-PERPETUAL", price: 0.0021, digits: 8 },
];
const STRATEGIES = ["mean-reversion", "breakout-4h", "funding-arb"];
const REASONS = ["target", "stop", "roi", "signal reversed"];
const REFUSALS = [
  { event_type: "risk_limit_hit", level: "RISK_ALERT", message: "Limit max_position reached", reason: "risk_limit" },
  {
    event_type: "order_rejected",
    level: "ERROR",
    message: "Order rejected: insufficient margin",
    reason: "order_rejected",
  },
  { event_type: "ai_decision", level: "AI_DECISION", message: "Decided to hold", reason: "model_hold" },
];
const STAKE = 250;
const DAY_MS = 86_400_000;

const iso = (timeMs, micros = 0) =>
  `${new Date(Math.floor(timeMs)).toISOString().slice(0, 23)}${String(micros).padStart(3, "0")}Z`;

/** Events of `count` closed trades over the last `spanDays` days, in order of time; none when `count` is 0. */
export function mockTradeEvents({ count, spanDays = 60, seed = 11, nowMs = Date.now(), balance = "10000" }) {
  if (count === 0) return [];
  const random = createRandom(seed);
  const startMs = nowMs - spanDays * DAY_MS;
  const events = [];
  let ids = 0;
  const push = (timeMs, body) => {
    const event = { timestamp: iso(timeMs, Math.floor(random() * 1000)), id: `trade-event-${++ids}`, ...body };
    events.push(event);
    return event;
  };
  const say = { service: "mock-bot", level: "INFO", currency: "USDT", exchange: "kraken" };
  if (balance !== null) {
    const data = { total: balance };
    push(startMs - 1_000, { ...say, event_type: "account_balance", message: `Balance ${balance}`, data });
  }
  for (let n = 0; n < count; n++) {
    const exitMs = startMs + ((n + 0.4 + random() * 0.5) / count) * (nowMs - startMs - 60_000);
    pushTrade(push, random, { n, exitMs, say, isRich: count <= 500 });
  }
  for (let n = 0; n < Math.min(90, count); n++)
    pushRefusal(push, random, startMs + random() * (nowMs - startMs), n, say);
  if (count > 1) pushOpen(push, nowMs, say);
  return events.sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
}

function pushTrade(push, random, { n, exitMs, say, isRich }) {
  const market = MARKETS[Math.floor(random() ** 1.4 * MARKETS.length)];
  const strategy = STRATEGIES[Math.floor(random() * STRATEGIES.length)];
  const isLong = random() < 0.7;
  const entryMs = exitMs - (60_000 + random() ** 3 * 3 * DAY_MS);
  const price = market.price * (0.85 + random() * 0.3);
  const move = (random() + random() + random() - 1.38) * 0.035;
  const quantity = (STAKE / price).toPrecision(6);
  const entry = price.toFixed(market.digits);
  const exit = (price * (1 + (isLong ? move : -move))).toFixed(market.digits);
  const fees = [Number(entry), Number(exit)].map((one) => (one * Number(quantity) * 0.001).toFixed(6));
  const gross = (Number(exit) - Number(entry)) * Number(quantity) * (isLong ? 1 : -1);
  const pnl = (gross - Number(fees[0]) - Number(fees[1])).toFixed(8);
  const base = { ...say, symbol: market.symbol, strategy, trade_id: `mock-${n + 1}` };
  const [open, close] = isLong ? ["buy", "sell"] : ["sell", "buy"];
  const data = { position_side: isLong ? "long" : "short" };
  const order = { ...base, side: open, quantity, price: entry, order_id: `order-${n + 1}` };
  if (isRich) pushWay(push, random, { base, order, entryMs, strategy, fee: fees[0] });
  push(entryMs, {
    ...base,
    level: "TRADE_EXECUTED",
    event_type: "trade_entry",
    side: open,
    quantity,
    price: entry,
    fees: fees[0],
    message: `Entered ${market.symbol}`,
    data,
  });
  push(exitMs, {
    ...base,
    level: "TRADE_EXECUTED",
    event_type: "trade_exit",
    side: close,
    quantity,
    price: exit,
    pnl,
    fees: fees[1],
    message: `Closed ${market.symbol}`,
    data: { ...data, exit_reason: move < 0 ? "stop" : REASONS[Math.floor(random() * REASONS.length)] },
  });
}

/** Signal, decision, order and fill before an entry. */
function pushWay(push, random, { base, order, entryMs, strategy, fee }) {
  const score = 0.55 + random() * 0.4;
  push(entryMs - 900, {
    ...base,
    side: order.side,
    price: order.price,
    level: "SIGNAL_RECEIVED",
    event_type: "signal_generated",
    message: `${strategy} sees a ${order.side === "buy" ? "long" : "short"} on ${base.symbol}`,
  });
  push(entryMs - 760, {
    ...base,
    level: "AI_DECISION",
    event_type: "ai_decision",
    message: `Enter ${base.symbol} with confidence ${score.toFixed(2)}`,
    data: {
      decision: "enter",
      model: "policy-v12",
      confidence: score,
      explanation: {
        base_value: 0.5,
        shap_values: {
          momentum_1h: +(random() * 0.3).toFixed(4),
          spread_bps: -Number((random() * 0.08).toFixed(4)),
          rsi_14: +(random() * 0.2 - 0.06).toFixed(4),
          book_imbalance: +(random() * 0.12).toFixed(4),
          funding_rate: -Number((random() * 0.05).toFixed(4)),
        },
      },
    },
  });
  push(entryMs - 700, { ...order, event_type: "order_placed", status: "open", message: "Limit order placed" });
  push(entryMs - 640, { ...order, event_type: "order_accepted", status: "accepted", message: "Order accepted" });
  const fill = { ...order, level: "TRADE_EXECUTED", fees: fee };
  push(entryMs - 2, { ...fill, event_type: "order_filled", status: "filled", message: "Order filled" });
}

function pushRefusal(push, random, timeMs, n, say) {
  const market = MARKETS[Math.floor(random() * MARKETS.length)];
  const refusal = REFUSALS[Math.floor(random() ** 1.5 * REFUSALS.length)];
  const base = { ...say, symbol: market.symbol, strategy: STRATEGIES[n % 3], request_id: `request-${n}`, side: "buy" };
  push(timeMs, {
    ...base,
    level: "SIGNAL_RECEIVED",
    event_type: "signal_generated",
    message: "A long that came to nothing",
  });
  const { reason, ...body } = refusal;
  push(timeMs + 90, { ...base, ...body, data: { action: "hold", reason: `${body.message}, ${reason}` } });
}

function pushOpen(push, nowMs, say) {
  const open = { ...say, level: "TRADE_EXECUTED", symbol: "ETH/USDT", strategy: "breakout-4h", side: "buy" };
  push(nowMs - 7_200_000, {
    ...open,
    event_type: "trade_entry",
    trade_id: "mock-open",
    quantity: "0.08",
    price: "3105.25",
    fees: "0.25",
    message: "Entered ETH/USDT",
  });
  push(nowMs - 3_600_000, {
    ...open,
    event_type: "trade_exit",
    trade_id: "mock-lost",
    side: "sell",
    quantity: "0.02",
    price: "3111",
    pnl: "1.25",
    message: "Closed ETH/USDT",
  });
  push(nowMs - 600_000, {
    ...say,
    symbol: "ETH/USDT",
    event_type: "price",
    price: "3140.5",
    message: "ETH/USDT 3140.5",
  });
}
