import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffMs } from "./backoff.ts";

test("doubles up to the maximum", () => {
  const options = { baseMs: 500, maxMs: 30_000, random: () => 1 };
  expect([1, 2, 3, 7, 8, 1e9].map((attempt) => backoffMs(attempt, options))).toEqual([
    500, 1_000, 2_000, 30_000, 30_000, 30_000,
  ]);
});

test("stays within the upper half", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (attempt, x) => {
        const full = backoffMs(attempt, { baseMs: 500, maxMs: 30_000, random: () => 1 });
        const delayMs = backoffMs(attempt, { baseMs: 500, maxMs: 30_000, random: () => x });
        expect(delayMs).toBeGreaterThanOrEqual(full / 2);
        expect(delayMs).toBeLessThanOrEqual(full);
      },
    ),
  );
});
