import { describe, expect, it } from "vitest";
import { backoffMs, retryAfterMs } from "./backoff.ts";

describe("backoff", () => {
  it("doubles from 0.2 s to 30 s; a half of it is random", () => {
    const most = [1, 2, 3, 8, 9, 1_000_000].map((failures) => backoffMs(failures, () => 1));
    expect(most).toEqual([200, 400, 800, 25_600, 30_000, 30_000]);
    expect(backoffMs(3, () => 0)).toBe(400);
  });
});

describe("Retry-After", () => {
  const now = Date.UTC(2026, 10, 21, 9, 0, 0);

  it.each<[string | undefined, number | undefined]>([
    ["7", 7_000],
    ["0", 0],
    ["Sat, 21 Nov 2026 09:00:05 GMT", 5_000],
    ["Sat, 21 Nov 2026 08:00:00 GMT", 0],
    ["999999", 300_000],
    ["soon", undefined],
    [undefined, undefined],
  ])("of %s is %s ms", (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});
