import { Writable } from "node:stream";
import { parentPort, workerData } from "node:worker_threads";
import { within } from "../core/within.ts";
import { MAX_FOREIGN_LINE_LENGTH, PINO_CONFIG_WAIT_MS } from "../limits.ts";
import { ForeignEvents } from "./foreign-events.ts";
import type { PinoConfig } from "./pino-levels.ts";
import { readPinoLine } from "./pino-line.ts";
import type { TransportOptions } from "./transport-logger.ts";
import { createTransportLogger } from "./transport-logger.ts";

export type PinoTransportOptions = TransportOptions;

/** What `pino(options, stream)` accepts, with a `flush` for `logger.flush(callback)`. */
export type PinoDestination = Writable & { flush(done: (error?: Error) => void): void };

/**
 * A stream that makes Daybook's events of pino's lines, to be handed to pino in the same thread:
 * `pino(options, pinoDestination({ service: "my-bot", dir: "logs" }))`.
 */
export function pinoDestination(options: PinoTransportOptions): PinoDestination {
  let config: PinoConfig = {};
  let nowUs = Date.now() * 1000;
  // The time of the line that is being read is the event's time.
  const logger = createTransportLogger(options, { clock: () => nowUs });
  const events = new ForeignEvents(logger);
  let rest = "";
  let skipping = false;

  const take = (line: string): void => {
    if (line === "") return;
    const { event, timeUs } = readPinoLine(line, config);
    nowUs = timeUs ?? Date.now() * 1000;
    events.log(event);
  };
  const takeChunk = (chunk: string): void => {
    let start = 0;
    for (let end = chunk.indexOf("\n"); end >= 0; end = chunk.indexOf("\n", start)) {
      if (!skipping) take(rest + chunk.slice(start, end));
      rest = "";
      skipping = false;
      start = end + 1;
    }
    if (skipping) return;
    rest += chunk.slice(start);
    if (rest.length <= MAX_FOREIGN_LINE_LENGTH) return;
    rest = "";
    skipping = true;
    logger.logsDropped({ count: 1, by: "pino", reason: `a line has more than ${MAX_FOREIGN_LINE_LENGTH} characters` });
  };

  const stream = new Writable({
    // pino writes text, its thread decodes what it got: characters are never cut apart.
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      takeChunk(String(chunk));
      done();
    },
    final(done) {
      take(skipping ? "" : rest);
      void logger.close().then(() => done());
    },
  });
  stream.on("message", (message: unknown) => (config = configOf(message) ?? config));
  return Object.assign(stream, {
    flush: (done: (error?: Error) => void) => void logger.flush().then(() => done()),
  });
}

interface PinoConfigMessage {
  readonly code?: unknown;
  readonly config?: PinoConfig;
}

function configOf(message: unknown): PinoConfig | undefined {
  const { code, config } = (message ?? {}) as PinoConfigMessage;
  return code === "PINO_CONFIG" ? config : undefined;
}

/**
 * A transport of pino's, which pino runs in a thread of its own:
 * `pino.transport({ target: "@daybook/logger/pino", options: { service: "my-bot", url } })`.
 */
export default async function pinoTransport(options: PinoTransportOptions): Promise<Writable> {
  const stream = pinoDestination(options);
  const port = parentPort;
  if (port === null || !willSendConfig(workerData)) return stream;
  let told = (): void => {};
  const configured = new Promise<void>((resolve) => (told = resolve));
  const listen = (message: unknown): void => {
    if (configOf(message) === undefined) return;
    stream.emit("message", message);
    told();
  };
  port.on("message", listen);
  // The first lines need it. A transport that is never handed to a logger is told nothing.
  await within(configured, PINO_CONFIG_WAIT_MS);
  port.off("message", listen);
  return stream;
}

/** thread-stream's data for its thread: ours is within. */
function willSendConfig(data: unknown): boolean {
  const { workerData: own } = (data ?? {}) as { workerData?: { pinoWillSendConfig?: unknown } };
  return own?.pinoWillSendConfig === true;
}
