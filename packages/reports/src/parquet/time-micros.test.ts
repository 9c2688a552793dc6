import { expect, test } from "vitest";
import { timeMicros } from "./time-micros.ts";

test.each([
  ["1970-01-01T00:00:00.000001Z", 1n],
  ["2024-01-15T10:30:45.123456Z", 1_705_314_645_123_456n],
  ["2024-01-15T10:30:45Z", 1_705_314_645_000_000n],
  ["1969-12-31T23:59:59.5Z", -500_000n],
  ["2024-01-15T10:30:45.123456000Z", 1_705_314_645_123_456n],
])("%s", (text, micros) => expect(timeMicros(text)).toBe(micros));

test.each(["2024-01-15", "2024-01-15T10:30:45+01:00", "2024-13-15T10:30:45Z", "2024-01-15T10:30:45.1234567Z", ""])(
  "%s is none",
  (text) => expect(timeMicros(text)).toBeUndefined(),
);
