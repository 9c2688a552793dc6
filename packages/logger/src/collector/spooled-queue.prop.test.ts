import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { collectorSink } from "./collector-sink.ts";
import type { Logger } from "../core/logger-types.ts";
import type { Behaviour } from "../test-support/fake-collector.ts";
import { startFakeCollector } from "../test-support/fake-collector.ts";
import { testLogger } from "../test-support/test-logger.ts";

const failure: fc.Arbitrary<Behaviour> = fc.oneof(
  fc.record({ kind: fc.constant("hang-up" as const), taken: fc.boolean() }),
  fc.constant<Behaviour>({ kind: "half-answer" }),
  fc.record({
    kind: fc.constant("answer" as const),
    status: fc.constantFrom(200, 302, 401, 404, 413, 429, 500, 503),
    body: fc.constantFrom("", "garbage", "{}"),
  }),
  fc.constant<Behaviour>({ kind: "accept" }),
);

/** What happens after some events were logged. */
const step = fc.record({
  count: fc.integer({ min: 1, max: 700 }),
  failures: fc.array(failure, { maxLength: 2 }),
  next: fc.constantFrom("go on" as const, "turn" as const, "restart" as const),
});

it("has each event once and in order, whatever the collector does and whenever the program starts anew", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      fc.constantFrom(20_000, 1_000_000),
      async (steps, spoolAudited, maxBufferBytes) => {
        const collector = await startFakeCollector();
        const spoolDir = mkdtempSync(join(tmpdir(), "daybook-spool-prop-"));
        const start = (): Logger => {
          const sink = collectorSink({
            url: collector.url,
            key: "test-key",
            lingerMs: 1,
            random: () => 0,
            exitTimeoutMs: 0,
            spoolDir,
            spoolAudited,
            maxBufferBytes,
          });
          return testLogger({ sinks: [sink], onError: () => {} }).log;
        };
        let log = start();
        const expected: string[] = [];
        for (const { count, failures, next } of steps) {
          collector.plan(...failures);
          for (let i = 0; i < count; i++) {
            const text = `event ${expected.push("") - 1}`;
            expected[expected.length - 1] = text;
            if (i % 100 === 50) log.tradeExit({ trade_id: text, symbol: "A", quantity: 1, price: 1, message: text });
            else log.info(text);
          }
          if (next === "turn") await new Promise(setImmediate);
          if (next === "restart") {
            await log.close(1);
            log = start();
          }
        }
        await log.flush(60_000);
        await log.close(1_000);
        expect(collector.events.map((event) => event["message"])).toEqual(expected);
        expect(collector.complaints).toEqual([]);
        expect(readdirSync(join(spoolDir, "trading-engine"))).toEqual([]);
        await collector.close();
        rmSync(spoolDir, { recursive: true, force: true });
      },
    ),
    { numRuns: 8 },
  );
}, 120_000);
