import fc from "fast-check";
import { expect, test } from "vitest";
import { NumberRanges } from "./number-ranges.ts";

test("the holes between the numbers, in whatever order they come", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 60 }), (numbers) => {
      const ranges = new NumberRanges();
      for (const [at, number] of numbers.entries()) ranges.add(number, "f", at + 1);
      const met = new Set(numbers);
      const absent: number[] = [];
      for (let n = Math.min(...numbers); n < Math.max(...numbers); n++) if (!met.has(n)) absent.push(n);
      const told = ranges.gaps().flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
      expect(told).toEqual(absent);
      for (const { from, line } of ranges.gaps()) expect(numbers[line - 1]).toBe(from - 1);
    }),
  );
});
