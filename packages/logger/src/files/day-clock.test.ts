import { afterEach, expect, it, vi } from "vitest";
import { DayClock, dayBefore } from "./day-clock.ts";

afterEach(() => vi.unstubAllEnvs());

it("tells UTC days apart to the millisecond", () => {
  const clock = new DayClock(() => Date.UTC(2026, 10, 21, 12), "utc-day");
  expect(clock.today()).toBe("2026-11-21");
  expect(clock.dayOf(Date.UTC(2026, 10, 22) - 1)).toBe("2026-11-21");
  expect(clock.dayOf(Date.UTC(2026, 10, 22))).toBe("2026-11-22");
  expect(clock.dayOf(Date.UTC(2026, 10, 21) - 1)).toBe("2026-11-20");
});

it("knows local days, also those that are shorter and longer", () => {
  vi.stubEnv("TZ", "America/New_York");
  const clock = new DayClock(Date.now, "local-day");
  const days: [day: string, from: string, until: string][] = [
    ["2026-03-08", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"],
    ["2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"],
  ];
  for (const [day, from, until] of days) {
    expect(clock.dayOf(Date.parse(from) - 1) < day).toBe(true);
    expect(clock.dayOf(Date.parse(from))).toBe(day);
    expect(clock.dayOf(Date.parse(until) - 1)).toBe(day);
    expect(clock.dayOf(Date.parse(until)) > day).toBe(true);
  }
});

it("gives the same text within a day", () => {
  let now = Date.UTC(2026, 10, 21);
  const clock = new DayClock(() => now++, "utc-day");
  expect(Object.is(clock.today(), clock.today())).toBe(true);
});

it("counts days back over months", () => {
  expect(dayBefore("2026-03-01", 1)).toBe("2026-02-28");
  expect(dayBefore("2026-01-01", 366)).toBe("2024-12-31");
  expect(dayBefore("2026-11-21", 0)).toBe("2026-11-21");
});
