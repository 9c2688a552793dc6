import { COMPAT_TOOLS, DEFAULT_CONVENTION, MATCHINGS, ROUND_TRIPS, TRADE_SOURCES } from "@daybook/analytics";
import { expect, test } from "vitest";
import { COMPAT_TEXT, conventionText, MATCHING_TEXT, ROUND_TRIP_TEXT, SOURCE_TEXT } from "./convention-text.ts";

test("every choice of the reports has a name, in their order", () => {
  expect(Object.keys(SOURCE_TEXT)).toEqual(TRADE_SOURCES);
  expect(Object.keys(MATCHING_TEXT)).toEqual(MATCHINGS);
  expect(Object.keys(ROUND_TRIP_TEXT)).toEqual(ROUND_TRIPS);
  expect(Object.keys(COMPAT_TEXT)).toEqual(["", ...COMPAT_TOOLS]);
});

test("one line tells the conventions", () => {
  expect(conventionText(DEFAULT_CONVENTION)).toBe(
    "Days of UTC · 365 periods a year · risk-free 0 · entries and exits, else fills · FIFO · flat to flat",
  );
  expect(conventionText({ ...DEFAULT_CONVENTION, close: "17:00", compat: "freqtrade", round_trips: "per_run" })).toBe(
    "Days of UTC ending 17:00 · 365 periods a year · risk-free 0 · entries and exits, else fills · FIFO · runs of fills, as pyfolio · beside freqtrade",
  );
});
