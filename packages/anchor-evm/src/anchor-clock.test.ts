import { expect, it } from "vitest";
import { systemClock } from "./anchor-clock.ts";

it("sleeps, and wakes at once when it is told to", async () => {
  const before = systemClock.nowMs();
  await systemClock.sleep(5, new AbortController().signal);
  expect(systemClock.nowMs()).toBeGreaterThanOrEqual(before);
  const stopping = new AbortController();
  const asleep = systemClock.sleep(3_600_000, stopping.signal);
  stopping.abort();
  await asleep;
  await systemClock.sleep(3_600_000, stopping.signal);
});
