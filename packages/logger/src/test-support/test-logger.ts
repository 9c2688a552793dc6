import type { LoggerOptions } from "../core/create-logger.ts";
import { createLogger } from "../core/create-logger.ts";
import type { Logger } from "../core/logger-types.ts";
import type { MemorySink } from "./memory-sink.ts";
import { memorySink } from "./memory-sink.ts";

/** 2026-11-21T09:00:00Z in microseconds. */
export const START_US = 1_795_251_600_000_000;

/** A clock that advances by one millisecond a call. */
export function tickingClock(startUs = START_US): () => number {
  let now = startUs - 1000;
  return () => (now += 1000);
}

/** A logger into memory: no console, no environment, no process listeners, a clock of its own. */
export function testLogger(options: Partial<LoggerOptions> = {}): { log: Logger; sink: MemorySink } {
  const sink = memorySink();
  const log = createLogger({
    service: "trading-engine",
    environment: "test",
    sessionId: "s_test",
    sinks: [sink],
    clock: tickingClock(),
    random: (bytes) => bytes.fill(7),
    flushAtExit: false,
    flood: false,
    env: {},
    level: "DEBUG",
    ...options,
  });
  return { log, sink };
}
