/**
 * A bot that logs: run it with DAYBOOK_URL and DAYBOOK_KEY set, then look at the page. Without them it writes to the console.
 */
import { createLogger } from "@daybook/logger";

const log = createLogger({ service: "example-bot", context: { exchange: "kraken" } });
const signals = log.child({ logger: "trading.signals", strategy: "breakout" });

log.systemStart({ version: "1.0.0" });

// Everything logged inside, also after an await, carries the request's id.
await log.withContext({ request_id: "cycle-1" }, async () => {
  signals.signalGenerated({ symbol: "BTCUSDT", side: "buy", price: "42001.50", confidence: 0.82 });
  log.orderPlaced({ order_id: "ord_1", symbol: "BTCUSDT", side: "buy", quantity: "0.015", price: "42001.50" });
  log.orderFilled({
    order_id: "ord_1",
    symbol: "BTCUSDT",
    side: "buy",
    quantity: "0.015",
    price: "42001.48",
    fees: "0.63",
  });
});

try {
  throw new Error("the exchange answered 502");
} catch (error) {
  log.error("balance could not be read", { error, api_key: "this never leaves the process" });
}

log.tradeExit({
  trade_id: "trade_1",
  symbol: "BTCUSDT",
  side: "sell",
  quantity: "0.015",
  price: "42180.00",
  pnl: "1.42",
});
await log.close();
