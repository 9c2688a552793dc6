import { expect, test } from "vitest";
import { keptByTime, parseRetainAtLeast } from "./retain.ts";

const NOW = Date.parse("2026-01-11T00:00:00Z");
const classOf = (retention_class: string, newest: string) => ({
  retention_class,
  events: 2,
  first_seq: 1,
  last_seq: 2,
  newest,
});

test("classes and days are read", () => {
  expect(parseRetainAtLeast("")).toEqual({});
  expect(parseRetainAtLeast(" trade=1825, error = 365,")).toEqual({ trade: 1825, error: 365 });
  for (const wrong of ["trade", "trade=", "trade=-1", "trades=5", "trade=1;error=2", "trade=999999", "constructor=1"])
    expect(() => parseRetainAtLeast(wrong), wrong).toThrow("no class and days");
});

test("events of a named class are kept until their time is over, to the millisecond", () => {
  const classes = [classOf("trade", "2026-01-01T00:00:00Z"), classOf("info", "2026-01-10T00:00:00Z")];
  expect(keptByTime(classes, {}, NOW)).toBeUndefined();
  expect(keptByTime(classes, { trade: 10 }, NOW)).toBeUndefined();
  expect(keptByTime(classes, { trade: 10 }, NOW - 1)).toContain("newest until 2026-01-11");
  const both = keptByTime(classes, { trade: 100, info: 30 }, NOW);
  expect(both).toContain("2 events of class trade must be kept for 100 days");
  expect(both).toContain("class info");
});
