import { expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";
import { HeapWatch, watchHeap } from "./heap-watch.ts";

function watched(values: number[]) {
  const { log, sink } = testLogger();
  let at = 0;
  const heap = () => ({ usedBytes: values[Math.min(at++, values.length - 1)] as number, limitBytes: 1_000 });
  const watch = new HeapWatch(log, { heap, windowLooks: 2, risingWindows: 3 });
  for (const _ of values) watch.look();
  return sink.records();
}

it("warns once when the heap comes near its limit, and again after it was away from it", () => {
  const records = watched([100, 900, 950, 100, 900]);
  expect(records.map((record) => record["message"])).toEqual([
    "The heap is 90 % full; the process ends when it is full",
    "The heap is 90 % full; the process ends when it is full",
  ]);
  expect(records[0]).toMatchObject({
    level: "WARNING",
    event_type: "system_metrics",
    data: { heap_used_bytes: 900, limit_bytes: 1_000 },
  });
});

it("warns when what survives collection rises window after window", () => {
  // Smallest of each window of two: 100, 110, 120, 130.
  const records = watched([100, 500, 400, 110, 120, 600, 700, 130]);
  expect(records).toMatchObject([
    {
      message: expect.stringContaining("grown for 3 windows") as string,
      data: { from_bytes: 100, heap_used_bytes: 130 },
    },
  ]);
});

it("says nothing of a heap that is collected again", () => {
  expect(watched([100, 500, 400, 110, 100, 600, 700, 130, 120, 300, 110, 200])).toEqual([]);
});

it("stops", () => {
  const { log, sink } = testLogger();
  watchHeap(log, { intervalMs: 1 })();
  expect(sink.lines).toEqual([]);
});
