// Logs far more than a disk takes, for tests: node flood.mjs DIR COUNT. Each hundredth event is an audited one. Prints
// by how many bytes the process has grown, and closes its logger when standard input ends.
import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { createLogger, fileSink } from "../../dist/index.js";

const [dir, count] = [process.argv[2], Number(process.argv[3])];
const sinks = [fileSink({ dir, files: [{ name: "a" }], maxSizeBytes: "1GB" })];
const log = createLogger({ service: "flood", sinks, env: {}, flood: false, onError: () => {} });

const logOne = (n) => {
  if (n % 100 === 0) log.tradeExit({ trade_id: `t${n}`, symbol: "BTCUSDT", quantity: "0.015", price: "42001.50" });
  else log.info("an event of the usual length", { n, order_id: `ord_${n}`, price: "42001.50" });
};

// What the code itself needs is there before the measurement.
for (let n = 1; n < 20_000; n++) logOne(n);
await turn();
const before = process.memoryUsage().rss;
let most = before;
for (let n = 20_000; n <= count; n++) {
  logOne(n);
  if (n % 1_000 === 0) {
    most = Math.max(most, process.memoryUsage().rss);
    await turn();
  }
}
process.stdout.write(`${most - before}\n`);
process.stdin.resume();
await once(process.stdin, "end");
await log.close();
