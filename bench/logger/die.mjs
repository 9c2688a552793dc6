// `die.mjs CONTENDER ENDING COUNT DIR`: logs COUNT lines and ends in that way. ENDING `thread` logs in a worker thread.
import { Worker, isMainThread, workerData } from "node:worker_threads";
import { setTimeout as delay } from "node:timers/promises";
import { CONTENDERS } from "./contenders.mjs";

/** Longest time that any of them keeps a line to itself, by its documentation, and some more. */
const SETTLED_MS = 1_000;

const [name, ending, count, dir] = isMainThread ? process.argv.slice(2) : workerData;

async function logAll() {
  const contender = await CONTENDERS[name](dir);
  for (let i = 0; i < Number(count); i++) contender.three(i);
}

const endings = {
  return: () => {},
  "process.exit": () => process.exit(0),
  SIGTERM: () => process.kill(process.pid, "SIGTERM"),
  SIGINT: () => process.kill(process.pid, "SIGINT"),
  "uncaught exception": () => {
    throw new Error("nobody catches this");
  },
  "unhandled rejection": () => void Promise.reject(new Error("nobody handles this")),
  "kill -9, a second later": async () => {
    await delay(SETTLED_MS);
    process.kill(process.pid, "SIGKILL");
  },
  "out of memory, a second later": async () => {
    await delay(SETTLED_MS);
    const kept = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => ({ i })));
  },
  "worker thread terminated, a second later": () => {},
};

if (!isMainThread) {
  await logAll();
  process.stdout.write("logged\n");
  await delay(60_000);
} else if (ending.startsWith("worker thread")) {
  const worker = new Worker(new URL(import.meta.url), { workerData: [name, ending, count, dir], stdout: true });
  await new Promise((resolve) => worker.stdout.once("data", resolve));
  await delay(SETTLED_MS);
  await worker.terminate();
} else {
  await logAll();
  await endings[ending]();
}
