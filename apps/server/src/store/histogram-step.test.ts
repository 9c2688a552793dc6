import fc from "fast-check";
import { expect, it } from "vitest";
import { stepFor } from "./histogram.ts";

it("takes readable steps", () => {
  const hour = { startMs: 0, endMs: 3_600_000 };
  expect(stepFor(hour, 60)).toBe(60_000);
  expect(stepFor(hour, 59)).toBe(120_000);
  expect(stepFor({ startMs: 5, endMs: 6 }, 1)).toBe(1);
});

it("never needs more buckets than asked for", () => {
  fc.assert(
    fc.property(
      fc.nat(9e12),
      fc.integer({ min: 1, max: 9e12 }),
      fc.integer({ min: 1, max: 500 }),
      (startMs, length, buckets) => {
        const stepMs = stepFor({ startMs, endMs: startMs + length }, buckets);
        const first = Math.floor(startMs / stepMs);
        expect(Math.ceil((startMs + length - first * stepMs) / stepMs)).toBeLessThanOrEqual(buckets);
      },
    ),
  );
});
