// A bot for tests of the process's end: node bot.mjs DIR COUNT ENDING [URL]. Prints "ready" before it ends.
import { collectorSink, createLogger, fileSink } from "../../dist/index.js";

const [dir, count, ending, url] = process.argv.slice(2);
const sinks = [fileSink({ dir })];
if (url !== undefined) sinks.push(collectorSink({ url, key: "test-key", lingerMs: 5 }));
const log = createLogger({ service: "bot", sinks, env: {}, flood: false });

const endings = {
  return: () => {},
  exit: () => process.exit(3),
  throw: () => {
    throw new RangeError("nobody catches this");
  },
  reject: () => void Promise.reject(new RangeError("nobody catches this")),
  memory: async () => {
    await log.flush();
    const kept = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => ({ i })));
  },
  signal: () => setInterval(() => {}, 1000),
  handled: () => {
    const timer = setInterval(() => {}, 1000);
    process.once("SIGTERM", () => {
      log.info("stopping");
      clearInterval(timer);
      process.exitCode = 7;
    });
  },
};

for (let i = 0; i < Number(count); i++) log.info(`line ${i}`);
if (ending === "idle") {
  // Lines that are older than the linger are with the kernel.
  await log.flush();
  setInterval(() => {}, 1000);
} else void endings[ending]();
process.stdout.write("ready\n");
