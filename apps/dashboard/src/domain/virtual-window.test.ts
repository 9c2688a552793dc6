import fc from "fast-check";
import { expect, test } from "vitest";
import { scrollToShow, virtualWindow } from "./virtual-window.ts";

test("the rows at the top, in the middle and at the end", () => {
  expect(virtualWindow(1_000, 30, 0, 300, 2)).toEqual({ start: 0, end: 13, offsetPx: 0, totalPx: 30_000 });
  expect(virtualWindow(1_000, 30, 3_000, 300, 2)).toMatchObject({ start: 98, end: 113, offsetPx: 2_940 });
  expect(virtualWindow(1_000, 30, 29_700, 300, 2)).toMatchObject({ start: 988, end: 1_000 });
  expect(virtualWindow(0, 30, 0, 300, 2)).toEqual({ start: 0, end: 0, offsetPx: 0, totalPx: 0 });
});

test("property: whatever is visible is drawn, and never much more", () => {
  const sizes = fc.record({
    count: fc.integer({ min: 0, max: 100_000 }),
    scroll: fc.double({ min: 0, max: 1, noNaN: true }),
    height: fc.integer({ min: 1, max: 2_000 }),
  });
  fc.assert(
    fc.property(sizes, ({ count, scroll, height }) => {
      const top = scroll * Math.max(0, count * 30 - height);
      const { start, end } = virtualWindow(count, 30, top, height, 4);
      expect(start).toBeLessThanOrEqual(Math.floor(top / 30));
      expect(end).toBeGreaterThanOrEqual(Math.min(count, Math.ceil((top + height) / 30)));
      expect(end - start).toBeLessThanOrEqual(Math.ceil(height / 30) + 10);
    }),
  );
});

test("scrolls only as far as needed", () => {
  expect(scrollToShow(5, 30, 0, 300)).toBe(0);
  expect(scrollToShow(10, 30, 0, 300)).toBe(30);
  expect(scrollToShow(2, 30, 300, 300)).toBe(60);
});
