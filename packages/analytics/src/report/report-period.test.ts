import { expect, test } from "vitest";
import { PeriodError, parsePeriod } from "./report-period.ts";

const UTC = { timeZone: "UTC", close: "00:00" };
const NEW_YORK = { timeZone: "America/New_York", close: "17:00" };
const NOW = Date.parse("2024-03-12T20:59:00Z");
const utc = (request: Parameters<typeof parsePeriod>[0]) => parsePeriod(request, UTC, NOW);

test("nothing said is everything", () => {
  expect(utc({})).toEqual({ start: null, end: null });
  expect(utc({ timeframe: "all" })).toEqual({ start: null, end: null });
});

test("a date is a day of its zone, over a change of clocks too", () => {
  expect(utc({ date: "2024-02-29" })).toEqual({
    start: "2024-02-29T00:00:00.000000Z",
    end: "2024-03-01T00:00:00.000000Z",
  });
  expect(parsePeriod({ date: "2024-03-11" }, NEW_YORK, NOW)).toEqual({
    start: "2024-03-10T21:00:00.000000Z",
    end: "2024-03-11T21:00:00.000000Z",
  });
  expect(parsePeriod({ date: "2024-03-10" }, NEW_YORK, NOW).start).toBe("2024-03-09T22:00:00.000000Z");
});

test("timeframes end with the current day", () => {
  expect(utc({ timeframe: "1d" })).toEqual({
    start: "2024-03-12T00:00:00.000000Z",
    end: "2024-03-13T00:00:00.000000Z",
  });
  expect(utc({ timeframe: "1w" }).start).toBe("2024-03-06T00:00:00.000000Z");
  expect(utc({ timeframe: "1m" }).start).toBe("2024-02-12T00:00:00.000000Z");
});

test("an end that is a date is included, one that is an instant is not", () => {
  expect(utc({ start: "2024-01-01", end: "2024-01-31" })).toEqual({
    start: "2024-01-01T00:00:00.000000Z",
    end: "2024-02-01T00:00:00.000000Z",
  });
  expect(utc({ start: "2024-01-01T10:00:00+02:00", end: "2024-01-01T12:00:00Z" })).toEqual({
    start: "2024-01-01T08:00:00.000000Z",
    end: "2024-01-01T12:00:00.000000Z",
  });
});

test("an end in the future is that of the current day: days that have not begun are no days without a result", () => {
  expect(utc({ end: "2030-01-01" }).end).toBe("2024-03-13T00:00:00.000000Z");
  expect(utc({ start: "2024-03-01", end: "2024-03-20T00:00:00Z" }).end).toBe("2024-03-13T00:00:00.000000Z");
});

test.each([
  [{ date: "2024-02-30" }, "date", /no day/],
  [{ date: "15.01.2024" }, "date", /no day/],
  [{ date: "2024-03-13" }, "date", /has not begun: today is 2024-03-12/],
  [{ start: "2025-01-01" }, "start", /has not begun/],
  [{ start: "2025-01-01T00:00:00Z" }, "start", /has not begun/],
  [{ start: "yesterday" }, "start", /is no time/],
  [{ start: "2024-02-01", end: "2024-01-01" }, "end", /exchange them/],
  [{ start: "2024-02-01T00:00:00Z", end: "2024-02-01T00:00:00Z" }, "end", /not after/],
  [{ timeframe: "2d" }, "timeframe", /one of 1d, 1w, 1m/],
  [{ timeframe: "constructor" }, "timeframe", /no timeframe/],
  [{ timeframe: "1d", date: "2024-01-01" }, "timeframe", /do not go together/],
  [{ date: "1969-12-31" }, "date", /out of range/],
  [{ date: "x".repeat(10_000) }, "date", /no day/],
])("%j is refused, and says why", (request, parameter, message) => {
  const refused = (() => {
    try {
      return utc(request);
    } catch (error) {
      return error;
    }
  })();
  expect(refused).toBeInstanceOf(PeriodError);
  expect((refused as PeriodError).parameter).toBe(parameter);
  expect((refused as PeriodError).message).toMatch(message);
  expect((refused as PeriodError).message.length).toBeLessThan(300);
});

test("unknown zones and closes are refused by name", () => {
  expect(() => parsePeriod({}, { timeZone: "Mars/Olympus", close: "00:00" }, NOW)).toThrow(/no time zone/);
  expect(() => parsePeriod({}, { timeZone: "UTC", close: "25:00" }, NOW)).toThrow(/no time of day/);
});
