import { Writable } from "node:stream";
import picocolors from "picocolors";
import type { Host, Output, SignalName } from "../host.ts";
import { runCli } from "../run-cli.ts";

export interface TestHost extends Host {
  readonly texts: { out: string; err: string };
  interrupt(name: SignalName): void;
  /** Pauses that were asked for; each ends at once. */
  readonly pauses: number[];
}

export interface TestHostOptions {
  env?: Record<string, string>;
  cwd?: string;
  input?: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  isTerminal?: boolean;
}

/** A host whose clock moves only by its pauses, and which keeps what was written. */
export function createTestHost({
  env = {},
  cwd = "/nowhere",
  input,
  isTerminal = false,
}: TestHostOptions = {}): TestHost {
  const texts = { out: "", err: "" };
  const pauses: number[] = [];
  const interruption = new AbortController();
  const listeners = new Set<(name: SignalName) => void>();
  let nowMs = Date.UTC(2026, 0, 15, 10, 30);
  const output = (name: "out" | "err"): Output => {
    const write = (text: string): void => void (texts[name] += text);
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        write(chunk.toString());
        done();
      },
    });
    return {
      write,
      drained: () => Promise.resolve(),
      waitingBytes: 0,
      isTerminal,
      columns: 100,
      paint: picocolors.createColors(false),
      stream,
    };
  };
  return {
    texts,
    pauses,
    env,
    cwd,
    out: output("out"),
    err: output("err"),
    input: {
      isTerminal: input === undefined,
      async *[Symbol.asyncIterator]() {
        if (input !== undefined) yield* input;
      },
    },
    interrupted: interruption.signal,
    interrupt(name) {
      if (listeners.size === 0) interruption.abort(name);
      for (const listener of listeners) listener(name);
    },
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    nowMs: () => nowMs,
    random: () => 0.5,
    async sleep(delayMs, signal) {
      signal.throwIfAborted();
      pauses.push(delayMs);
      nowMs += delayMs;
      await Promise.resolve();
    },
  };
}

export interface CliResult {
  code: number;
  out: string;
  err: string;
}

/** Runs a command line in this process. */
export async function runIn(host: TestHost, ...argv: string[]): Promise<CliResult> {
  const code = await runCli(argv, host);
  return { code, ...host.texts };
}
