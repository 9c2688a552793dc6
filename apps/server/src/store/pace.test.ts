import { expect, it } from "vitest";
import { GATHER_MS, MAX_INSERT_INTERVAL_MS, MIN_INSERT_INTERVAL_MS } from "./limits.ts";
import { InsertPace } from "./pace.ts";

it("hardly waits after a quiet time", () => {
  const pace = new InsertPace();
  expect(pace.delayMs(1_000)).toBe(GATHER_MS);
  pace.inserted(1_000, 1_020);
  expect(pace.delayMs(60_000)).toBe(GATHER_MS);
});

it("leaves pauses between inserts that follow each other, longer ones when inserts are slow, never more than the longest", () => {
  const pace = new InsertPace();
  pace.inserted(1_000, 1_010);
  expect(pace.delayMs(1_010)).toBe(MIN_INSERT_INTERVAL_MS - 10);
  // Eight times its own duration.
  pace.inserted(2_000, 2_075);
  expect(pace.delayMs(2_075)).toBe(600 - 75);
  pace.inserted(3_000, 4_000);
  expect(pace.delayMs(3_010)).toBe(MAX_INSERT_INTERVAL_MS - 10);
});
