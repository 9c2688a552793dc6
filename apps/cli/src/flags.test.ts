import { expect, test } from "vitest";
import { wantsColour } from "./node-host.ts";
import { composeQuery } from "./query-flags.ts";
import { parseTimeFlag } from "./time-flag.ts";

test.each([
  [[], {}, ""],
  [["a", "b"], {}, "a b"],
  [["a OR b"], { service: ["s"] }, '(a OR b) AND service:"s"'],
  [[], { service: ["s", 't"\\'], level: "error" }, 'service:("s" OR "t\\"\\\\") AND level:>=ERROR'],
])("words %j with flags %j are %j", (words, flags, query) => {
  expect(composeQuery(words, flags)).toBe(query);
});

test.each([
  ["15m", "now-15m"],
  ["7d", "now-7d"],
  ["now", "now"],
  ["now-1h", "now-1h"],
  ["2024-01-15", "2024-01-15T00:00:00Z"],
  ["2024-01-15 10:30", "2024-01-15T10:30:00Z"],
  ["2024-01-15T10:30:45.123456z", "2024-01-15T10:30:45.123456Z"],
  ["2024-01-15T10:30:45+02:00", "2024-01-15T10:30:45+02:00"],
])("the time %s is %s", (text, time) => {
  expect(parseTimeFlag("--start", text)).toBe(time);
});

test.each(["", "1y", "2024", "2024-13-01", "2024-01-15T25:00", "10:30", "now+1h", "-1h"])("%j is no time", (text) => {
  expect(() => parseTimeFlag("--start", text)).toThrow("--start");
});

test("colours only where they are wanted", () => {
  expect(wantsColour(true, {}, [])).toBe(true);
  expect(wantsColour(false, {}, [])).toBe(false);
  expect(wantsColour(true, { NO_COLOR: "1" }, [])).toBe(false);
  expect(wantsColour(true, { NO_COLOR: "" }, [])).toBe(true);
  expect(wantsColour(true, { TERM: "dumb" }, [])).toBe(false);
  expect(wantsColour(true, {}, ["--no-color"])).toBe(false);
  expect(wantsColour(false, { FORCE_COLOR: "1" }, [])).toBe(true);
  expect(wantsColour(true, { FORCE_COLOR: "0" }, [])).toBe(false);
});
