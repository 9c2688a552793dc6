import { expect, test } from "vitest";
import { dayAxisOf, frameOf, valueAxisOf } from "./chart-frame.ts";
import { LIGHT_PALETTE } from "./palette.ts";

test("a chart does not move and knows no zone", () => {
  expect(frameOf(LIGHT_PALETTE)).toMatchObject({ animation: false, useUTC: true, backgroundColor: "transparent" });
  expect(valueAxisOf(LIGHT_PALETTE, String).axisLabel.color).toBe(LIGHT_PALETTE.muted);
});

test("days are labelled as often as there is room, and not just before the end", () => {
  const days = Array.from({ length: 100 }, (_, at) => new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10));
  const { axisLabel } = dayAxisOf(days, LIGHT_PALETTE, { width: 440, height: 100 });
  const shown = days.filter((_, index) => axisLabel.interval(index));
  expect(shown).toEqual(["2024-01-01", "2024-01-26", "2024-02-20", "2024-03-16"]);
  expect(axisLabel.formatter("2024-02-09")).toBe("9 Feb");
});

test("over several years the year is said", () => {
  const days = Array.from({ length: 800 }, () => "2024-01-01");
  const { axisLabel } = dayAxisOf(days, LIGHT_PALETTE, { width: 440, height: 100 });
  expect(axisLabel.formatter("2024-02-09")).toBe("Feb 2024");
});
