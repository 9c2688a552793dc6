import { setTimeout as sleep } from "node:timers/promises";
import { collectorSink } from "@daybook/logger";
import { runLive } from "./live.ts";
import { readDemoSettings } from "./settings.ts";
import { Simulation } from "./simulation.ts";

/** History has fewer events a second than the present: an hour of it is there within seconds. */
const BACKFILL_EVENTS_PER_SECOND = 2;

const settings = readDemoSettings(process.env, Date.now() % 0x1_0000_0000);
const stopping = new AbortController();
const stop = (): void => stopping.abort();
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
// The process that started the demonstration is gone.
process.once("disconnect", stop);

const simulation = new Simulation({
  seed: settings.seed,
  startMs: Date.now() - settings.backfillMs,
  eventsPerSecond: settings.backfillMs > 0 ? BACKFILL_EVENTS_PER_SECOND : settings.eventsPerSecond,
  sinkOf: () => collectorSink({ url: settings.url, key: settings.key }),
  flushAtExit: true,
});

await runLive({
  simulation,
  eventsPerSecond: settings.eventsPerSecond,
  nowMs: Date.now,
  pause: async (ms) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined),
  signal: stopping.signal,
});
// An open channel to the parent would keep the process alive.
if (process.connected) process.disconnect();
