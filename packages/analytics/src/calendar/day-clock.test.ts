import { describe, expect, test } from "vitest";
import { DayClock, daysBetween, isDay, isTimeZone, nextDay } from "./day-clock.ts";

const at = (text: string): string => `${text}.000000Z`;
const NEW_YORK_CLOSE = { timeZone: "America/New_York", close: "17:00" };

describe("UTC", () => {
  const clock = new DayClock();

  test("cuts at midnight", () => {
    expect(clock.dayOf("2024-01-15T23:59:59.999999Z")).toBe("2024-01-15");
    expect(clock.dayOf("2024-01-16T00:00:00.000000Z")).toBe("2024-01-16");
    expect(clock.startOf("2024-02-29")).toBe(at("2024-02-29T00:00:00"));
    expect(clock.endOf("2024-02-29")).toBe(at("2024-03-01T00:00:00"));
    expect(clock.hourOf("2024-01-15T23:59:59.999999Z")).toBe("23");
  });

  test("with a close in the evening", () => {
    const evening = new DayClock({ timeZone: "UTC", close: "17:00" });
    expect(evening.dayOf("2024-01-15T16:59:59.999999Z")).toBe("2024-01-15");
    expect(evening.dayOf("2024-01-15T17:00:00.000000Z")).toBe("2024-01-16");
    expect(evening.startOf("2024-01-16")).toBe(at("2024-01-15T17:00:00"));
  });
});

describe("17:00 in New York", () => {
  test.each([
    // Winter: five hours behind.
    ["2024-01-15T21:59:59", "2024-01-15"],
    ["2024-01-15T22:00:00", "2024-01-16"],
    // The clocks go forward on March 10th: the day ends an hour earlier.
    ["2024-03-09T21:59:59", "2024-03-09"],
    ["2024-03-09T22:00:00", "2024-03-10"],
    ["2024-03-10T20:59:59", "2024-03-10"],
    ["2024-03-10T21:00:00", "2024-03-11"],
    // And back on November 3rd.
    ["2024-11-02T21:00:00", "2024-11-03"],
    ["2024-11-03T21:59:59", "2024-11-03"],
    ["2024-11-03T22:00:00", "2024-11-04"],
  ])("%s is of %s", (instant, day) => {
    expect(new DayClock(NEW_YORK_CLOSE).dayOf(at(instant))).toBe(day);
  });

  test("days of 23 and of 25 hours have their own bounds", () => {
    const clock = new DayClock(NEW_YORK_CLOSE);
    expect([clock.startOf("2024-03-10"), clock.endOf("2024-03-10")]).toEqual([
      at("2024-03-09T22:00:00"),
      at("2024-03-10T21:00:00"),
    ]);
    expect([clock.startOf("2024-11-03"), clock.endOf("2024-11-03")]).toEqual([
      at("2024-11-02T21:00:00"),
      at("2024-11-03T22:00:00"),
    ]);
    expect(clock.hourOf(at("2024-03-10T06:59:00"))).toBe("01");
    expect(clock.hourOf(at("2024-03-10T07:00:00"))).toBe("03");
  });
});

test("Kolkata is half an hour off", () => {
  const clock = new DayClock({ timeZone: "Asia/Kolkata", close: "00:00" });
  expect(clock.dayOf(at("2024-01-15T18:29:59"))).toBe("2024-01-15");
  expect(clock.dayOf(at("2024-01-15T18:30:00"))).toBe("2024-01-16");
  expect(clock.startOf("2024-01-16")).toBe(at("2024-01-15T18:30:00"));
  expect(clock.hourOf(at("2024-01-15T18:29:59"))).toBe("23");
  expect(clock.hourOf(at("2024-01-15T18:30:00"))).toBe("00");
});

test("a day whose midnight does not exist begins when it does", () => {
  // Beirut, 2024-03-31: the clocks go from 00:00 to 01:00.
  const clock = new DayClock({ timeZone: "Asia/Beirut", close: "00:00" });
  expect(clock.startOf("2024-03-31")).toBe(at("2024-03-30T22:00:00"));
  expect(clock.dayOf(at("2024-03-30T21:59:59"))).toBe("2024-03-30");
  expect(clock.dayOf(at("2024-03-30T22:00:00"))).toBe("2024-03-31");
  expect(clock.endOf("2024-03-31")).toBe(at("2024-03-31T21:00:00"));
});

test("a day that a zone left out has no time", () => {
  // Samoa went over the date line: after 2011-12-29 came the 31st.
  const clock = new DayClock({ timeZone: "Pacific/Apia", close: "00:00" });
  expect(clock.dayOf(at("2011-12-30T09:59:59"))).toBe("2011-12-29");
  expect(clock.dayOf(at("2011-12-30T10:00:00"))).toBe("2011-12-31");
  expect(clock.startOf("2011-12-30")).toBe(clock.endOf("2011-12-30"));
});

describe("a close within a change of clocks", () => {
  test.each([
    ["that comes twice", "01:30", "2024-11-03T04:00:00"],
    ["that never comes", "02:30", "2024-03-10T05:00:00"],
  ])("%s gives each instant one day, in whatever order they are asked", (_name, close, from) => {
    const convention = { timeZone: "America/New_York", close };
    const shared = new DayClock(convention);
    const instants = Array.from({ length: 40 }, (_, step) =>
      at(new Date(Date.parse(`${from}Z`) + step * 360_000).toISOString().slice(0, 19)),
    );
    const alone = instants.map((instant) => new DayClock(convention).dayOf(instant));
    expect(instants.map((instant) => shared.dayOf(instant))).toEqual(alone);
    expect(instants.toReversed().map((instant) => shared.dayOf(instant))).toEqual(alone.toReversed());
    // Days follow each other, and their bounds say the same.
    expect(alone).toEqual(alone.toSorted());
    instants.forEach((instant, index) => {
      const day = alone[index] as string;
      expect(shared.startOf(day) <= instant && instant < shared.endOf(day)).toBe(true);
    });
  });
});

describe("what is no convention is refused", () => {
  test.each(["Mars/Olympus", "", "New York"])("the zone %j", (timeZone) => {
    expect(() => new DayClock({ timeZone, close: "00:00" })).toThrow(
      new RangeError(`"${timeZone}" is no time zone: an IANA name, for example UTC or America/New_York`),
    );
    expect(isTimeZone(timeZone)).toBe(false);
  });

  test.each(["24:00", "17", "5:00", "17:60", "17:00:00", ""])("the close %j", (close) => {
    expect(() => new DayClock({ timeZone: "UTC", close })).toThrow(
      new RangeError(`"${close}" is no time of day: HH:MM, for example 17:00`),
    );
  });
});

test("days of the calendar", () => {
  expect(["2024-02-29", "2023-02-29", "2024-13-01", "2024-1-1", "2024-01-01\n"].map(isDay)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(nextDay("2024-12-31")).toBe("2025-01-01");
  expect(daysBetween("2024-02-28", "2024-03-01")).toEqual(["2024-02-28", "2024-02-29", "2024-03-01"]);
  expect(daysBetween("2024-03-01", "2024-02-28")).toEqual([]);
});
