import { COMPAT_TOOLS, MATCHINGS, ROUND_TRIPS, TIMEFRAMES, TRADE_SOURCES } from "@daybook/analytics";
import { expect, test } from "vitest";
import { REPORT_CHOICES } from "./report.ts";

test("the command offers what reports know", () => {
  expect(REPORT_CHOICES).toEqual({
    timeframe: TIMEFRAMES,
    source: TRADE_SOURCES,
    matching: MATCHINGS,
    roundTrips: ROUND_TRIPS,
    compat: COMPAT_TOOLS,
  });
});
