import type { HistogramReply } from "@daybook/protocol";
import { LEVELS } from "@daybook/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import {
  barSummary,
  bucketCount,
  countEvent,
  dropBefore,
  fromReply,
  stack,
  type Histogram,
} from "./histogram-buckets.ts";

const START = Date.parse("2024-01-15T10:00:00Z");
const reply: HistogramReply = {
  start_time: "2024-01-15T10:00:00Z",
  end_time: "2024-01-15T10:03:00Z",
  interval_ms: 60_000,
  buckets: [
    { time: "2024-01-15T10:00:00Z", counts: { INFO: 3, ERROR: 1 } },
    { time: "2024-01-15T10:01:00Z", counts: {} },
    { time: "2024-01-15T10:02:00Z", counts: { DEBUG: 2 } },
  ],
  total: 6,
  as_of_seq: 6,
};

describe("histogram", () => {
  let histogram: Histogram;
  beforeEach(() => {
    histogram = fromReply(reply);
  });

  test("a live event is counted into its bar", () => {
    expect(countEvent(histogram, "ERROR", START + 61_000, 10)).toBe(true);
    expect(barSummary(histogram, 1)).toEqual([{ level: "ERROR", count: 1 }]);
    expect(histogram.total).toBe(7);
  });

  test("time that goes on makes new bars, empty ones too", () => {
    countEvent(histogram, "INFO", START + 4 * 60_000 + 5, 10);
    expect(bucketCount(histogram)).toBe(5);
    expect(barSummary(histogram, 3)).toEqual([]);
    expect(barSummary(histogram, 4)).toEqual([{ level: "INFO", count: 1 }]);
  });

  test("events before the first bar or far in the future are left out", () => {
    expect(countEvent(histogram, "INFO", START - 1, 10)).toBe(false);
    expect(countEvent(histogram, "INFO", Date.parse("2262-01-01T00:00:00Z"), 10)).toBe(false);
    expect(bucketCount(histogram)).toBe(3);
    expect(histogram.total).toBe(6);
  });

  test("bars that have left the range go, with their counts", () => {
    dropBefore(histogram, START + 90_000);
    expect(histogram.startMs).toBe(START + 60_000);
    expect(bucketCount(histogram)).toBe(2);
    expect(histogram.total).toBe(2);
    dropBefore(histogram, START);
    expect(bucketCount(histogram)).toBe(2);
    dropBefore(histogram, START + 3_600_000);
    expect(bucketCount(histogram)).toBe(0);
    expect(histogram.total).toBe(0);
  });

  test("stacked sums rise with the level and end at the bar's total", () => {
    const sums = stack(histogram);
    expect(sums.at(-1)).toEqual([4, 0, 2]);
    expect(sums[LEVELS.indexOf("INFO")]).toEqual([3, 0, 2]);
    expect(sums[LEVELS.indexOf("ERROR")]).toEqual([4, 0, 2]);
  });

  test("an answer without bars is an empty histogram", () => {
    const empty = fromReply({ ...reply, buckets: [], total: 0 });
    expect(bucketCount(empty)).toBe(0);
    expect(empty.startMs).toBe(START);
  });
});
