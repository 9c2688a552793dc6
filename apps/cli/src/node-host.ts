import { setTimeout as delay } from "node:timers/promises";
import { isatty, type WriteStream } from "node:tty";
import picocolors from "picocolors";
import { EXIT } from "./exit-codes.ts";
import type { Host, Output, SignalName } from "./host.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The real process. `exit` ends it at the second signal of one who does not want to wait. */
export function createNodeHost(exit: (code: number) => void): Host {
  const interruption = new AbortController();
  const listeners = new Set<(name: SignalName) => void>();
  for (const name of SIGNALS) {
    process.on(name, () => {
      if (listeners.size > 0) {
        for (const listener of listeners) listener(name);
      } else if (interruption.signal.aborted) {
        exit(name === "SIGINT" ? EXIT.interrupted : EXIT.terminated);
      } else {
        interruption.abort(name);
      }
    });
  }
  return {
    env: process.env,
    cwd: process.cwd(),
    out: outputOf(process.stdout, 1),
    err: outputOf(process.stderr, 2),
    input: {
      isTerminal: isatty(0),
      [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>,
    },
    interrupted: interruption.signal,
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    nowMs: () => Date.now(),
    random: Math.random,
    sleep: async (delayMs, signal) => {
      await delay(delayMs, undefined, { signal }).catch(() => {});
      signal.throwIfAborted();
    },
  };
}

function outputOf(stream: WriteStream, fd: number): Output {
  const isTerminal = isatty(fd);
  return {
    write: (text) => void stream.write(text),
    drained: () => new Promise((resolve) => void stream.write("", () => resolve())),
    get waitingBytes() {
      return stream.writableLength;
    },
    isTerminal,
    // A terminal of unknown width says 0.
    columns: stream.columns > 0 ? stream.columns : 80,
    paint: picocolors.createColors(wantsColour(isTerminal, process.env, process.argv)),
    stream,
  };
}

/** https://no-color.org and FORCE_COLOR; otherwise only a terminal that can. */
export function wantsColour(
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
): boolean {
  if (argv.includes("--no-color") || (env["NO_COLOR"] ?? "") !== "") return false;
  const force = env["FORCE_COLOR"];
  if (force !== undefined && force !== "") return force !== "0";
  return isTerminal && env["TERM"] !== "dumb";
}
