import type { DayRow } from "@daybook/analytics";
import { describe, expect, test } from "vitest";
import { calendarWeeks, MAX_CALENDAR_DAYS, monthName, weekdayOf } from "./calendar-weeks.ts";
import { shiftDay } from "./day-bounds.ts";

function rows(first: string, results: readonly string[]): DayRow[] {
  return results.map((pnl, at) => ({
    day: shiftDay(first, at),
    pnl,
    fees: "0",
    funding: "0",
    deposits: "0",
    equity: null,
    return: null,
    trades: 1,
    wins: 0,
    losses: 0,
    drawdown: null,
  }));
}

describe("calendar", () => {
  test("weeks begin on Monday, and days outside of the report are empty", () => {
    // 2024-01-31 is a Wednesday.
    const weeks = calendarWeeks(rows("2024-01-31", ["1", "-1", "0", "5", "2", "3"]));
    expect(weeks).toHaveLength(2);
    expect(weeks[0]?.days.map((day) => day?.day.slice(5))).toEqual([
      undefined,
      undefined,
      "01-31",
      "02-01",
      "02-02",
      "02-03",
      "02-04",
    ]);
    expect(weeks[1]?.days.filter(Boolean)).toHaveLength(1);
    expect(weeks[0]?.label).toBe("Feb");
  });

  test("levels go by rank: one great day leaves the others their colour", () => {
    const [week] = calendarWeeks(rows("2024-01-01", ["1", "-2", "3", "-1000000", "0"]));
    expect(week?.days.map((day) => day?.level)).toEqual([1, -2, 3, -4, 0, undefined, undefined]);
  });

  test("no days, and too many", () => {
    expect(calendarWeeks([])).toEqual([]);
    const weeks = calendarWeeks(
      rows(
        "2010-01-01",
        Array.from({ length: 4_000 }, () => "1"),
      ),
    );
    expect(weeks.flatMap(({ days }) => days).filter(Boolean)).toHaveLength(MAX_CALENDAR_DAYS);
    expect(weeks.filter(({ label }) => /^Jan \d\d$/.test(label)).length).toBeGreaterThanOrEqual(2);
  });

  test("months have names", () => {
    expect(monthName("2024-02")).toBe("Feb 2024");
  });

  test("weekdays", () => {
    expect(weekdayOf("2024-01-01")).toBe(0);
    expect(weekdayOf("2024-01-07")).toBe(6);
  });
});
