// A bot with a spool: node spooling-bot.mjs SPOOL_DIR URL FROM COUNT ENDING. Logs `event FROM` …, then a trade, which is
// on disk with all before it when the call returns; prints "ready". ENDING `thread` does this in a thread, and
// terminates the thread.
import { Worker, isMainThread, parentPort } from "node:worker_threads";
import { collectorSink, createLogger } from "../../dist/index.js";

const [spoolDir, url, from, count, ending] = process.argv.slice(2);

const endings = {
  return: () => {},
  exit: () => process.exit(3),
  throw: () => {
    throw new RangeError("nobody catches this");
  },
  stay: () => setInterval(() => {}, 1000),
};

if (isMainThread && ending === "thread") {
  const worker = new Worker(new URL(import.meta.url), { argv: [spoolDir, url, from, count, "stay"], stdout: true });
  worker.once("message", () => void worker.terminate());
} else {
  logAll();
  process.stdout.write("ready\n");
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage("ready");
  endings[ending]();
}

function logAll() {
  const key = process.env.DAYBOOK_KEY ?? "test-key";
  const sink = collectorSink({ url, key, spoolDir, spoolAudited: true, lingerMs: 5 });
  const log = createLogger({ service: "bot", sinks: [sink], env: {}, flood: false, onError: () => {} });
  for (let i = 0; i < Number(count); i++) log.info(`event ${Number(from) + i}`);
  if (Number(count) === 0) return;
  log.tradeExit({ trade_id: `t${from}`, symbol: "BTCUSDT", quantity: 1, price: 2, message: `trade ${from}` });
}
