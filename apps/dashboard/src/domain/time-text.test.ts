import { describe, expect, test } from "vitest";
import { boundsMs, boundsOf, fixedRange, isSameRange, statsRangeOf } from "./time-range.ts";
import {
  clockText,
  dayText,
  fromInputValue,
  fullTime,
  intervalText,
  rangeText,
  toInputValue,
  zoneName,
} from "./time-text.ts";

const AT = "2024-01-15T10:30:45.123456Z";

describe("times as text", () => {
  test("every digit of the record's time is kept", () => {
    expect(clockText(AT, "utc")).toBe("10:30:45.123");
    expect(dayText(AT, "utc")).toBe("15 Jan");
    expect(fullTime(AT, "utc")).toBe("2024-01-15 10:30:45.123456 UTC");
    expect(fullTime("2262-04-11T23:47:16Z", "utc")).toBe("2262-04-11 23:47:16.000000 UTC");
    expect(fullTime("nonsense", "utc")).toBe("nonsense");
  });

  test("local text names its offset and means the same moment", () => {
    const timeMs = Date.parse(AT);
    expect(zoneName(timeMs, "local")).toMatch(/^UTC(?:[+−]\d\d:\d\d)?$/);
    expect(fromInputValue(toInputValue(timeMs, "local"), "local")).toBe(Math.floor(timeMs / 1_000) * 1_000);
    expect(fromInputValue(toInputValue(timeMs, "utc"), "utc")).toBe(Math.floor(timeMs / 1_000) * 1_000);
    expect(fromInputValue("", "utc")).toBeNaN();
  });

  test("ranges name the day once, and seconds only when they matter", () => {
    const startMs = Date.parse("2024-01-15T10:00:00Z");
    expect(rangeText({ kind: "last", span: "6h" }, "utc")).toBe("Last 6 hours");
    expect(rangeText({ kind: "fixed", startMs, endMs: startMs + 3_600_000 }, "utc")).toBe("15 Jan 10:00 – 11:00");
    expect(rangeText({ kind: "fixed", startMs, endMs: startMs + 30_000 }, "utc")).toBe("15 Jan 10:00:00 – 10:00:30");
    expect(rangeText({ kind: "fixed", startMs, endMs: startMs + 86_400_000 }, "utc")).toBe(
      "15 Jan 10:00 – 16 Jan 10:00",
    );
  });

  test.each([
    [250, "250 ms"],
    [30_000, "30 s"],
    [300_000, "5 min"],
    [7_200_000, "2 h"],
    [86_400_000, "1 d"],
  ])("%i ms is %s", (ms, text) => {
    expect(intervalText(ms)).toBe(text);
  });
});

describe("time ranges", () => {
  test("a relative range is left to the server's clock, a fixed one is exact", () => {
    expect(boundsOf({ kind: "last", span: "24h" })).toEqual({ start_time: "now-24h" });
    expect(boundsOf({ kind: "fixed", startMs: 0, endMs: 1_000 })).toEqual({
      start_time: "1970-01-01T00:00:00.000Z",
      end_time: "1970-01-01T00:00:01.000Z",
    });
    expect(boundsMs({ kind: "last", span: "1h" }, 3_600_000)).toEqual({ startMs: 0, endMs: 3_600_000 });
  });

  test("statistics take the smallest range that holds the shown one", () => {
    expect(statsRangeOf({ kind: "last", span: "15m" })).toBe("1h");
    expect(statsRangeOf({ kind: "last", span: "6h" })).toBe("24h");
    expect(statsRangeOf({ kind: "fixed", startMs: 0, endMs: 90_000_000 })).toBe("7d");
  });

  test("a brush in either direction, at least a second long", () => {
    expect(fixedRange(5_000.4, 2_000.6)).toEqual({ kind: "fixed", startMs: 2_000, endMs: 5_001 });
    expect(fixedRange(1_000, 1_000)).toEqual({ kind: "fixed", startMs: 1_000, endMs: 2_000 });
    expect(isSameRange(fixedRange(1, 2), fixedRange(1, 2))).toBe(true);
    expect(isSameRange(fixedRange(1, 2), { kind: "last", span: "1h" })).toBe(false);
  });
});
