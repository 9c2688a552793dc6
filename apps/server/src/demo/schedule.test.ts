import fc from "fast-check";
import { expect, it } from "vitest";
import { Schedule } from "./schedule.ts";

it("lets things happen in the order of their times, and of their planning at the same time", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 60 }), (delays) => {
      const schedule = new Schedule(1_000);
      const happened: { ms: number; order: number }[] = [];
      for (const [order, delay] of delays.entries()) {
        schedule.after(delay, () => happened.push({ ms: schedule.nowMs, order }));
      }
      schedule.runUntil(1_020);
      const expected = delays
        .map((delay, order) => ({ ms: 1_000 + delay, order }))
        .sort((a, b) => a.ms - b.ms || a.order - b.order);
      expect(happened).toEqual(expected);
    }),
  );
});

it("repeats with the wait that is asked for, and stops where it is told", () => {
  const schedule = new Schedule(0);
  const waits = [10, 20, 30, 40];
  const times: number[] = [];
  schedule.every(
    () => waits.shift() ?? 1_000,
    () => times.push(schedule.nowMs),
  );
  schedule.runUntil(99);
  expect(times).toEqual([10, 30, 60]);
  expect(schedule.nowMs).toBe(99);
});
