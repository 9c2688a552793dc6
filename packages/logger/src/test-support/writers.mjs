// A process whose worker threads log to one directory, for tests of many writers:
// node writers.mjs '{"dir":…,"name":"p0","threads":2,"lines":1000,"sink":{…},"terminate":0}'
// Lines carry `writer` (p0t1) and `n`. Prints "half" when one thread has logged half of its lines. `terminate`: the
// thread of that number is terminated then. `hold`: the loggers are closed when standard input ends, not before.
import { once } from "node:events";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { setImmediate as turn } from "node:timers/promises";
import { createLogger, fileSink } from "../../dist/index.js";

/** Lines logged before the event loop turns. */
const BURST = 100;

if (isMainThread) startThreads(JSON.parse(process.argv[2]));
else await logLines(workerData);

function startThreads(plan) {
  for (let thread = 0; thread < plan.threads; thread++) {
    const worker = new Worker(new URL(import.meta.url), { workerData: { ...plan, writer: `${plan.name}t${thread}` } });
    worker.on("message", () => {
      process.stdout.write("half\n");
      if (plan.terminate === thread) void worker.terminate();
    });
    if (plan.hold) process.stdin.once("end", () => worker.postMessage("close", []));
  }
  if (plan.hold) process.stdin.resume();
}

async function logLines({ dir, sink, writer, lines, hold }) {
  const closing = hold ? once(parentPort, "message") : undefined;
  const onError = (fault) => process.stderr.write(`${writer}: ${fault.message}\n`);
  const log = createLogger({ service: "writers", sinks: [fileSink({ dir, ...sink })], env: {}, flood: false, onError });
  for (let n = 0; n < lines; n++) {
    log.info("a line of the usual length", { writer, n, order_id: `ord_${n}`, price: "42001.50" });
    if (n === lines >> 1) parentPort.postMessage("half", []);
    if (n % BURST === 0) await turn();
  }
  await closing;
  await log.close();
}
