import { expect, it } from "vitest";
import { microsOf } from "./instant.ts";

it.each([
  ["2024-01-15T10:30:45.123456Z", 1_705_314_645_123_456],
  ["2024-01-15T10:30:45.1Z", 1_705_314_645_100_000],
  ["2024-01-15T10:30:45Z", 1_705_314_645_000_000],
  ["2024-01-15T12:30:45.123456789+02:00", 1_705_314_645_123_456],
  ["1970-01-01T00:00:00.000001Z", 1],
])("%s in microseconds", (timestamp, micros) => {
  expect(microsOf(timestamp)).toBe(micros);
});

it("what is no time is NaN", () => {
  expect(microsOf("")).toBeNaN();
  expect(microsOf("yesterday, as far as we know.")).toBeNaN();
});
