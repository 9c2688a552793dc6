import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BoundedGroups, countedOf } from "./bounded-groups.ts";
import { HourCounts } from "./hour-counts.ts";
import { RecentMap } from "./recent-map.ts";

describe("bounded groups", () => {
  it("keep the frequent names and count what went", () => {
    const groups = new BoundedGroups(() => undefined, 2);
    for (const name of ["a", "a", "a", "b", "b", "c", "d", "e", "a"]) groups.count(name);
    expect(countedOf(groups)).toEqual([
      { name: "a", count: 4 },
      { name: "b", count: 2 },
    ]);
    expect(groups.leftOut).toEqual({ groups: 3, count: 3 });
  });

  it("lose no count, however many names there are", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 5 }), (names, limit) => {
        const groups = new BoundedGroups(() => undefined, limit);
        for (const name of names) groups.count(name);
        const shown = groups.groups;
        expect(shown.length).toBeLessThanOrEqual(limit);
        expect(shown.reduce((sum, { count }) => sum + count, groups.leftOut.count)).toBe(names.length);
      }),
    );
  });

  it("cut long names, never within a character", () => {
    const groups = new BoundedGroups(() => undefined);
    groups.count(`${"x".repeat(199)}\u{1F600}`);
    expect(groups.groups[0]?.key).toBe(`${"x".repeat(199)}…`);
    groups.count("constructor");
    expect(groups.peek("__proto__")).toBeUndefined();
    expect(groups.groups).toHaveLength(2);
  });
});

it("a recent map forgets the oldest, says so, and keeps what is only changed", () => {
  const gone: number[] = [];
  const map = new RecentMap<number>(2, (value) => gone.push(value));
  map.set("a", 1);
  map.set("b", 2);
  map.set("a", 3);
  map.set("c", 4);
  expect([[...map.values()], gone, map.forgotten, map.size]).toEqual([[2, 4], [3], 1, 2]);
});

it("hours keep the newest 744 and add up what is earlier, in whatever order they come", () => {
  const hours = new HourCounts();
  const name = (number: number): string => new Date(Date.UTC(2026, 0, 1, number)).toISOString().slice(0, 13);
  for (let number = 0; number < 745; number++) hours.add(name(number));
  hours.add(name(0));
  hours.add(name(744));
  expect([hours.hours.length, hours.earlier]).toEqual([744, 2]);
  expect([hours.hours[0], hours.hours.at(-1)]).toEqual([
    { hour: "2026-01-01T01", count: 1 },
    { hour: "2026-02-01T00", count: 2 },
  ]);
});
