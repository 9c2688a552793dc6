import { setTimeout as delay } from "node:timers/promises";
import picocolors from "picocolors";
import type { Host, Output } from "../host.ts";

/** The surroundings of a library: it writes nothing, takes no signals and ends no process. */
export function silentHost(): Host {
  const nowhere: Output = {
    write: () => {},
    drained: async () => {},
    waitingBytes: 0,
    columns: 80,
    isTerminal: false,
    paint: picocolors.createColors(false),
    stream: process.stderr,
  };
  return {
    env: process.env,
    cwd: process.cwd(),
    out: nowhere,
    err: nowhere,
    input: { isTerminal: false, async *[Symbol.asyncIterator]() {} },
    interrupted: new AbortController().signal,
    onSignal: () => () => {},
    nowMs: () => Date.now(),
    random: Math.random,
    sleep: async (delayMs, signal) => {
      await delay(delayMs, undefined, { signal });
    },
  };
}
