import { randomInt } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { FakeCollector } from "../test-support/fake-collector.ts";
import { startFakeCollector } from "../test-support/fake-collector.ts";
import { testLogger } from "../test-support/test-logger.ts";
import { collectorSink } from "./collector-sink.ts";

const PATIENCE_MS = 20_000;

/** Words that hardly compress: what waits is compressed, and memory is to run full. */
function noise(words: number): string {
  return Array.from({ length: words }, () => randomInt(36 ** 4).toString(36)).join(" ");
}

let collector: FakeCollector;
beforeEach(async () => (collector = await startFakeCollector()));
afterEach(async () => collector.close());

it("sends each batch once and accounts for every event when it takes events again after a loss", async () => {
  let release = (): void => {};
  collector.plan({ kind: "wait", until: new Promise((resolve) => (release = resolve)) });
  const sink = collectorSink({ url: collector.url, key: "test-key", lingerMs: 1, maxBufferBytes: 3_000_000 });
  const { log } = testLogger({ sinks: [sink], onError: () => {} });
  const logged = 20_000;
  for (let i = 0; i < logged; i++) log.info(`line ${i}`, { filler: noise(40) });
  await collector.asked(1);
  release();
  await log.flush(PATIENCE_MS);
  await log.flush(PATIENCE_MS);
  expect(collector.mostAtOnce).toBe(1);
  expect(collector.complaints).toEqual([]);
  const reports = collector.events.filter((event) => event["event_type"] === "logs_dropped");
  const dropped = reports.reduce((sum, { data }) => sum + (data as { count: number }).count, 0);
  expect(dropped).toBeGreaterThan(0);
  expect(collector.events.length - reports.length + dropped).toBe(logged);
  expect(new Set(collector.requests.map(({ body }) => body)).size).toBe(collector.requests.length);
  await log.close();
});
