import { Worker } from "node:worker_threads";

export interface ExitDelivery {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Request bodies, oldest first. */
  readonly bodies: readonly Uint8Array[];
  readonly timeoutMs: number;
}

/**
 * Sends bodies while nothing else of the process can run any more, and waits for it: a thread of its own has the
 * network, this one sleeps. Returns how many were settled; stops at the first that cannot be delivered. For
 * `process.exit` and uncaught exceptions, whose last events are the ones that people look for.
 */
export function deliverBeforeExit(delivery: ExitDelivery): number {
  const { url, headers, bodies, timeoutMs } = delivery;
  const progress = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(SENDER, {
    eval: true,
    workerData: { progress, url: url.href, headers, bodies, timeoutMs },
    // The program's own flags (--inspect, --import …) are not for this thread.
    execArgv: [],
    stdin: false,
  });
  worker.unref();
  Atomics.wait(progress, ENDED, 0, timeoutMs);
  return Atomics.load(progress, SETTLED);
}

const ENDED = 0;
const SETTLED = 1;

/** Text, not a file: a bundle has no second file. Statuses as in collector-reply.ts, in short. */
const SENDER = `
const { workerData: { progress, url, headers, bodies, timeoutMs } } = require("node:worker_threads");
const { request } = require(url.startsWith("https:") ? "node:https" : "node:http");
const end = () => { Atomics.store(progress, ${ENDED}, 1); Atomics.notify(progress, ${ENDED}); };
const send = (at) => {
  if (at === bodies.length) return end();
  const again = () => setTimeout(() => send(at), 50);
  const outgoing = request(url, { method: "POST", headers: { ...headers, "content-length": bodies[at].length } }, (incoming) => {
    incoming.on("error", again);
    incoming.resume();
    incoming.on("end", () => {
      const status = incoming.statusCode;
      if (status >= 200 && status < 300) {
        Atomics.add(progress, ${SETTLED}, 1);
        send(at + 1);
      } else if (status >= 500 || status === 408 || status === 429) again();
      else end();
    });
  });
  outgoing.setTimeout(timeoutMs, end);
  outgoing.on("error", (error) => (error.code === "ECONNREFUSED" ? end() : again()));
  outgoing.end(bodies[at]);
};
send(0);
`;
