import fc from "fast-check";
import { expect, test } from "vitest";
import { thinOut } from "./thin-out.ts";

test("short series stay whole", () => {
  expect(thinOut([3, 1, 2], 5)).toEqual([0, 1, 2]);
  expect(thinOut([], 5)).toEqual([]);
});

test("ends, the greatest and the least stay; nothing comes twice or out of order", () => {
  const series = fc.array(fc.option(fc.integer({ min: -1_000, max: 1_000 })), { minLength: 50, maxLength: 400 });
  fc.assert(
    fc.property(series, fc.integer({ min: 8, max: 40 }), (values, limit) => {
      const kept = thinOut(values, limit);
      expect(kept.length).toBeLessThanOrEqual(limit);
      expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
      expect([kept[0], kept.at(-1)]).toEqual([0, values.length - 1]);
      const numbers = values.filter((value) => value !== null);
      const keptNumbers = kept.map((at) => values[at]).filter((value) => typeof value === "number");
      if (numbers.length === 0) return;
      expect(Math.max(...keptNumbers)).toBe(Math.max(...numbers));
      expect(Math.min(...keptNumbers)).toBe(Math.min(...numbers));
    }),
  );
});
