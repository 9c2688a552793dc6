/** The trade event of performance.md: eight fields and a nested object. */
export const trade = (i) => ({
  symbol: "BTCUSDT",
  side: "buy",
  quantity: 0.015,
  price: 42001.5 + (i & 1023) * 0.25,
  order_id: `ord_${i}`,
  strategy: "breakout",
  exchange: "kraken",
  fees: 0.63,
  metadata: {
    signal: "sig_42",
    confidence: 0.82,
    stop_loss: 41500.5,
    take_profit: 43000,
    tags: ["momentum", "intraday"],
  },
});
export const TRADE_MESSAGE = "Order filled: buy 0.015 BTCUSDT";

export const three = (i) => ({ attempt: i & 7, endpoint: "/api/v3/order", latency_ms: 12.5 });
export const THREE_MESSAGE = "request answered";
