import fc from "fast-check";
import { expect, it } from "vitest";
import { formatTimestamp, parseTimestamp } from "./time.ts";

const micros = fc.bigInt(0n, 9_223_372_036_854_775n);

it("reads back what it writes, and sorts as text like the times do", () => {
  fc.assert(
    fc.property(micros, micros, (a, b) => {
      expect(parseTimestamp(formatTimestamp(a))).toBe(formatTimestamp(a));
      expect(formatTimestamp(a) < formatTimestamp(b)).toBe(a < b);
    }),
  );
});

it("agrees with Date on milliseconds, in every offset", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(86_400_000), max: new Date("2262-04-10"), noInvalidDate: true }),
      fc.integer({ min: -1439, max: 1439 }),
      (date, offset) => {
        const sign = offset < 0 ? "-" : "+";
        const two = (value: number): string => String(value).padStart(2, "0");
        const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 23);
        const text = `${local}${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
        const expected = date.toISOString().replace("Z", "000Z");
        expect(parseTimestamp(text)).toBe(expected);
        expect(parseTimestamp(date.toISOString())).toBe(expected);
      },
    ),
  );
});

it("never throws, whatever it is given", () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true }), (value) => {
      expect(["string", "undefined"]).toContain(typeof parseTimestamp(value));
    }),
  );
});
