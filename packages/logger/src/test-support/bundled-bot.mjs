// A program to be bundled: console and files, and the collector when its address is given. Ends by process.exit.
import { collectorSink, consoleSink, createLogger, fileSink } from "@daybook/logger";

const [url] = process.argv.slice(2);
const sinks = [consoleSink({ format: "json" }), fileSink({ dir: "logs" })];
if (url !== undefined) sinks.push(collectorSink({ url, key: "test-key" }));
const log = createLogger({ service: "bundled", sinks });

log.info("started");
log.orderFilled({
  side: "buy",
  quantity: "0.015",
  symbol: "BTCUSDT",
  price: "42001.48",
  level: "TRADE_EXECUTED",
  api_key: "k-1234567",
});
log.withContext({ request_id: "cycle-1" }, () => log.error("balance could not be read", new RangeError("too big")));
process.exit(3);
