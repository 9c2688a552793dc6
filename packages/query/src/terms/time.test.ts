import { expect, test } from "vitest";
import { finds } from "../test-support/finds.ts";

/** The tests' clock stands at 2024-01-15T12:00Z. */
const at = (query: string, ...times: string[]) =>
  times.filter((timestamp) => finds(`timestamp:${query}`, { timestamp }));

const BEFORE = "2024-01-14T23:59:59.999999Z";
const START = "2024-01-15T00:00:00.000000Z";
const LAST = "2024-01-15T23:59:59.999999Z";
const AFTER = "2024-01-16T00:00:00.000000Z";
const ALL = [BEFORE, START, LAST, AFTER];

test("a date is its whole day", () => {
  expect(at("2024-01-15", ...ALL)).toEqual([START, LAST]);
  expect(at(">2024-01-15", ...ALL)).toEqual([AFTER]);
  expect(at(">=2024-01-15", ...ALL)).toEqual([START, LAST, AFTER]);
  expect(at("<2024-01-15", ...ALL)).toEqual([BEFORE]);
  expect(at("<=2024-01-15", ...ALL)).toEqual([BEFORE, START, LAST]);
  expect(at("[2024-01-14 TO 2024-01-15]", ...ALL)).toEqual([BEFORE, START, LAST]);
  expect(at("[2024-01-14 TO 2024-01-15}", ...ALL)).toEqual([BEFORE]);
  expect(at("{2024-01-14 TO *]", ...ALL)).toEqual([START, LAST, AFTER]);
});

test("a month, a year, a minute and a millisecond are as long as they are", () => {
  expect(at("2024-01", "2023-12-31T23:59:59.999999Z", START, "2024-02-01T00:00:00.000000Z")).toEqual([START]);
  expect(at("2024", "2023-12-31T23:59:59.999999Z", START, "2025-01-01T00:00:00.000000Z")).toEqual([START]);
  expect(at("2024-01-15T10:30", "2024-01-15T10:30:59.999999Z", "2024-01-15T10:31:00.000000Z")).toEqual([
    "2024-01-15T10:30:59.999999Z",
  ]);
  expect(at("2024-01-15T10:30:45.123Z", "2024-01-15T10:30:45.123999Z", "2024-01-15T10:30:45.124000Z")).toEqual([
    "2024-01-15T10:30:45.123999Z",
  ]);
});

test("an offset is taken into account", () => {
  expect(at(">=2024-01-15T02:00+02:00", BEFORE, START)).toEqual([START]);
});

test("now and what lies before it", () => {
  expect(at(">=now-1h", "2024-01-15T10:59:59.999999Z", "2024-01-15T11:00:00.000000Z")).toEqual([
    "2024-01-15T11:00:00.000000Z",
  ]);
  expect(at("<now-1d+30m", BEFORE, "2024-01-14T12:29:59.999999Z", "2024-01-14T12:30:00.000000Z")).toEqual([
    "2024-01-14T12:29:59.999999Z",
  ]);
});

test("times out of the range of records are at its ends", () => {
  expect(at(">=0001-01-01", START)).toEqual([START]);
  expect(at("<0001-01-01", "1970-01-01T00:00:00.000000Z")).toEqual([]);
  expect(at("<=9999", "2262-04-11T23:47:16.854775Z")).toEqual(["2262-04-11T23:47:16.854775Z"]);
  expect(at(">2262-04-11", "2262-04-11T23:47:16.854775Z")).toEqual([]);
});

test("the time of receipt is another", () => {
  expect(finds("collected_at:>=2024-01-15T10:30:46Z", {})).toBe(true);
});
