import fc from "fast-check";
import { expect, test } from "vitest";
import { epochMs, weekdayOf } from "./epoch-ms.ts";

test("is what Date.parse says, for neighbours and for others", () => {
  const range = { min: new Date("1970-01-01T00:00:00Z"), max: new Date("2262-04-10T00:00:00Z"), noInvalidDate: true };
  fc.assert(
    fc.property(fc.array(fc.date(range)), (dates) => {
      for (const date of dates) {
        const text = `${date.toISOString().slice(0, -1)}999Z`;
        expect(epochMs(text)).toBe(date.getTime());
      }
    }),
  );
});

test("takes other spellings of a time", () => {
  expect(epochMs("2024-01-15T10:30:45Z")).toBe(Date.UTC(2024, 0, 15, 10, 30, 45));
  expect(epochMs("2024-01-15T10:30:45.123456+00:00")).toBe(Date.UTC(2024, 0, 15, 10, 30, 45, 123));
  expect(epochMs("tomorrow")).toBeNaN();
});

test.each([
  ["1970-01-01", 4],
  ["1969-12-31", 3],
  ["2024-02-29", 4],
  ["2024-03-03", 0],
])("%s has the weekday %i", (day, weekday) => {
  expect(weekdayOf(day)).toBe(weekday);
});
