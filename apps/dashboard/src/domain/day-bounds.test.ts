import { DayClock, daysBetween } from "@daybook/analytics";
import { describe, expect, test } from "vitest";
import { dayBounds, shiftDay } from "./day-bounds.ts";

describe("bounds of a day are those of the reports", () => {
  test.each([
    ["UTC", "00:00"],
    ["UTC", "17:30"],
    ["America/New_York", "17:00"],
    ["America/New_York", "02:30"],
    ["Europe/Zurich", "00:00"],
    ["Asia/Kolkata", "15:30"],
    // Clocks change at midnight there.
    ["America/Sao_Paulo", "00:00"],
  ])("%s, close %s", (time_zone, close) => {
    const clock = new DayClock({ timeZone: time_zone, close });
    for (const year of ["2018", "2024"]) {
      for (const day of daysBetween(`${year}-01-01`, `${year}-12-31`)) {
        const { startMs, endMs } = dayBounds(day, { time_zone, close });
        expect([day, startMs, endMs]).toEqual([day, Date.parse(clock.startOf(day)), Date.parse(clock.endOf(day))]);
      }
    }
  });
});

test("days are shifted over the end of a month", () => {
  expect(shiftDay("2024-02-28", 2)).toBe("2024-03-01");
  expect(shiftDay("2024-01-01", -1)).toBe("2023-12-31");
});
