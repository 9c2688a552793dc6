import { expect, test } from "vitest";
import { DARK_PALETTE, LIGHT_PALETTE } from "../charts/palette.ts";
import { pageStyle } from "./style.ts";

test("each colour that is used is given, and dark is for screens alone", () => {
  const style = pageStyle();
  for (const [, name] of style.matchAll(/var\((--[\w-]+)\)/g)) expect(style).toContain(`${name}:`);
  expect(style).toContain("@media screen and (prefers-color-scheme:dark)");
  expect(style).toContain("@media print{");
  expect(style).not.toMatch(/<|url\(|@import/);
});

test("text is readable on what it stands on (WCAG AA)", () => {
  for (const [palette, page] of [
    [LIGHT_PALETTE, "#f4f5f7"],
    [DARK_PALETTE, "#0b0f15"],
  ] as const) {
    for (const colour of [palette.text, palette.muted, palette.gain, palette.loss, palette.accent]) {
      expect(contrast(colour, palette.surface)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colour, page)).toBeGreaterThanOrEqual(4.5);
    }
  }
});

function contrast(first: string, second: string): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
