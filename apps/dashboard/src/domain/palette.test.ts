import { LEVELS } from "@daybook/protocol";
import { describe, expect, test } from "vitest";
import { barColor, cssName, DARK, LIGHT, type Palette } from "./palette.ts";

/** WCAG 2.1 relative luminance and contrast of `#rrggbb`. */
function luminance(color: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const TEXTS = ["ink", "inkMuted", "inkFaint", "accent", "gain", "loss", "caution"] as const;
const GROUNDS = ["background", "surface", "raised", "inset", "hover"] as const;
const LEVEL_TEXTS = (Object.keys(DARK) as (keyof Palette)[]).filter((name) => name.startsWith("level"));

describe.each([
  ["dark", DARK],
  ["light", LIGHT],
])("%s", (_name, palette) => {
  test.each(TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)))(
    "%s can be read on %s (AA)",
    (text, ground) => {
      expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(LEVEL_TEXTS)("%s can be read on the list (AA)", (name) => {
    expect(contrast(palette[name], palette.surface)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette[name], palette.hover)).toBeGreaterThanOrEqual(4.5);
  });

  test("text on the accent and on the chosen row can be read", () => {
    expect(contrast(palette.accentInk, palette.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.inkMuted, palette.accentSoft)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.ink, palette.mark)).toBeGreaterThanOrEqual(4.5);
  });

  test("each level has a bar of its own", () => {
    expect(new Set(LEVELS.map((level) => barColor(palette, level))).size).toBe(LEVELS.length);
  });
});

test("token names become CSS names", () => {
  expect(cssName("levelRiskAlert")).toBe("--level-risk-alert");
  expect(cssName("ink")).toBe("--ink");
});
