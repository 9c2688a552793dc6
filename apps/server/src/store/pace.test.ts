import { expect, it } from "vitest";
import {
  BUSY_INSERT_CYCLE_MS,
  BUSY_INSERT_EVENTS,
  BUSY_INSERT_INTERVAL_MS,
  GATHER_MS,
  MAX_INSERT_INTERVAL_MS,
  MIN_INSERT_INTERVAL_MS,
} from "./limits.ts";
import { InsertPace } from "./pace.ts";

it("hardly waits after a quiet time", () => {
  const pace = new InsertPace();
  expect(pace.delayMs(1_000)).toBe(GATHER_MS);
  pace.inserted(1_000, 1_020, 1);
  expect(pace.delayMs(60_000)).toBe(GATHER_MS);
});

it("leaves pauses between inserts that follow each other, longer ones when inserts are slow, never more than the longest", () => {
  const pace = new InsertPace();
  pace.inserted(1_000, 1_010, 1);
  expect(pace.delayMs(1_010)).toBe(MIN_INSERT_INTERVAL_MS - 10);
  // Eight times its own duration.
  pace.inserted(2_000, 2_075, 1);
  expect(pace.delayMs(2_075)).toBe(600 - 75);
  pace.inserted(3_000, 3_095, 1);
  expect(pace.delayMs(3_095)).toBe(MAX_INSERT_INTERVAL_MS - 95);
});

it("waits less when there is much to show", () => {
  const pace = new InsertPace();
  pace.inserted(1_000, 1_010, BUSY_INSERT_EVENTS);
  expect(pace.delayMs(1_010)).toBe(BUSY_INSERT_INTERVAL_MS - 10);
  // Three times its own duration.
  pace.inserted(2_000, 2_100, BUSY_INSERT_EVENTS);
  expect(pace.delayMs(2_100)).toBe(300 - 100);
});

it("gives the time that an insert takes off the pause: both together are what an event waits", () => {
  const pace = new InsertPace();
  pace.inserted(1_000, 1_200, 1_000);
  expect(pace.delayMs(1_200)).toBe(BUSY_INSERT_CYCLE_MS - 200 - 200);
  // As slow as on a machine that does something else: at least the shortest pause remains.
  pace.inserted(3_000, 4_000, 1_000);
  expect(pace.delayMs(3_000)).toBe(BUSY_INSERT_INTERVAL_MS);
});
