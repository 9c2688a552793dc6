import { describe, expect, it } from "vitest";
import { HourCounts } from "./hour-counts.ts";
import { MAX_HOURS } from "./limits.ts";

const start = Date.UTC(2026, 0, 1);
const hour = (number: number): string => new Date(start + number * 3_600_000).toISOString().slice(0, 13);

describe("counts by hour", () => {
  it("are empty without events", () => {
    const counts = new HourCounts();
    expect([counts.hours, counts.earlier]).toEqual([[], 0]);
  });

  it("are oldest first, in whatever order they came", () => {
    const counts = new HourCounts();
    for (const number of [5, 3, 5, 4]) counts.add(hour(number));
    expect(counts.hours).toEqual([
      { hour: "2026-01-01T03", count: 1 },
      { hour: "2026-01-01T04", count: 1 },
      { hour: "2026-01-01T05", count: 2 },
    ]);
  });

  it("keep the newest hours, and add up those that are older", () => {
    const counts = new HourCounts();
    for (let number = 1; number <= MAX_HOURS; number++) counts.add(hour(number));
    counts.add(hour(1));
    expect([counts.hours.length, counts.earlier]).toEqual([MAX_HOURS, 0]);
    counts.add(hour(0));
    expect([counts.hours[0], counts.earlier]).toEqual([{ hour: hour(1), count: 2 }, 1]);
    counts.add(hour(MAX_HOURS + 1));
    expect([counts.hours[0], counts.hours.length, counts.earlier]).toEqual([{ hour: hour(2), count: 1 }, MAX_HOURS, 3]);
  });
});
