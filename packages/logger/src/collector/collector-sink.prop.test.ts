import fc from "fast-check";
import { expect, it } from "vitest";
import { collectorSink } from "./collector-sink.ts";
import type { Behaviour } from "../test-support/fake-collector.ts";
import { startFakeCollector } from "../test-support/fake-collector.ts";
import { testLogger } from "../test-support/test-logger.ts";

const failure: fc.Arbitrary<Behaviour> = fc.oneof(
  fc.record({ kind: fc.constant("hang-up" as const), taken: fc.boolean() }),
  fc.constant<Behaviour>({ kind: "half-answer" }),
  fc.constant<Behaviour>({ kind: "answer", status: 413 }),
  fc.record({
    kind: fc.constant("answer" as const),
    status: fc.constantFrom(200, 204, 302, 401, 403, 404, 408, 429, 500, 503),
    body: fc.constantFrom("", "garbage", "{}", '{"accepted":"many"}', "null"),
  }),
  fc.constant<Behaviour>({ kind: "accept" }),
);

it("has each event once and in order, whatever the collector does for a while", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(failure, { maxLength: 4 }),
      fc.array(fc.integer({ min: 1, max: 1_200 }), { minLength: 1, maxLength: 3 }),
      async (failures, groups) => {
        const collector = await startFakeCollector();
        collector.plan(...failures);
        const sink = collectorSink({ url: collector.url, key: "test-key", lingerMs: 1, random: () => 0 });
        const { log } = testLogger({ sinks: [sink], onError: () => {} });
        const expected: string[] = [];
        for (const [at, size] of groups.entries()) {
          for (let i = 0; i < size; i++) expected.push(`${at}.${i}`);
          for (let i = 0; i < size; i++) log.info(`${at}.${i}`);
          // The first groups may still be on their way, or waiting for a retry.
          if (at % 2 === 1) await collector.asked(1);
        }
        await log.flush(60_000);
        await log.close(1);
        await collector.close();
        expect(collector.events.map((event) => event["message"])).toEqual(expected);
        expect(collector.complaints).toEqual([]);
        expect(collector.mostAtOnce).toBe(1);
      },
    ),
    { numRuns: 12 },
  );
});
