import { describe, expect, it } from "vitest";
import { Timestamps, systemClock } from "./timestamps.ts";

function texts(times: number[]): string[] {
  const rest = [...times];
  const timestamps = new Timestamps(() => rest.shift() ?? 0);
  return times.map(() => timestamps.next());
}

describe("timestamps", () => {
  it("have microseconds and every digit in its place", () => {
    const second = Date.UTC(2024, 0, 15, 10, 30, 45) * 1000;
    expect(texts([second, second + 123_456, second + 999_999, second + 1_000_000, second + 1_000_001])).toEqual([
      "2024-01-15T10:30:45.000000Z",
      "2024-01-15T10:30:45.123456Z",
      "2024-01-15T10:30:45.999999Z",
      "2024-01-15T10:30:46.000000Z",
      "2024-01-15T10:30:46.000001Z",
    ]);
  });

  it("go on over the end of a second when the clock stands still", () => {
    const second = Date.UTC(2024, 0, 15) * 1000;
    expect(texts([second - 1, second - 1, second - 1])).toEqual([
      "2024-01-14T23:59:59.999999Z",
      "2024-01-15T00:00:00.000000Z",
      "2024-01-15T00:00:00.000001Z",
    ]);
  });
});

describe("the system's clock", () => {
  it("agrees with the wall clock to within its resolution", () => {
    const clock = systemClock();
    const before = Date.now();
    const micros = clock();
    expect(micros / 1000).toBeGreaterThan(before - 5);
    expect(Number.isInteger(micros)).toBe(true);
  });
});
