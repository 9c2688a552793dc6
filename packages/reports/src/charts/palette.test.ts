import { expect, test } from "vitest";
import { DARK_PALETTE, LIGHT_PALETTE, VARIABLE_PALETTE, paletteDeclarations } from "./palette.ts";
import type { Palette } from "./palette.ts";

const coloursOf = (palette: Palette): string[] => Object.values(palette).flat();

test("each variable is declared with the colour of the palette", () => {
  for (const palette of [LIGHT_PALETTE, DARK_PALETTE]) {
    const declared = new Map(
      paletteDeclarations(palette)
        .split(";")
        .map((line) => line.split(":") as [string, string]),
    );
    const names = coloursOf(VARIABLE_PALETTE).map((variable) => variable.slice(4, -1));
    expect(names.map((name) => declared.get(name))).toEqual(coloursOf(palette));
    expect(declared.size).toBe(names.length);
  }
});

test("gains and losses differ for who sees no red or no green: one has far more blue", () => {
  const blueOverRed = (colour: string): number =>
    Number.parseInt(colour.slice(5, 7), 16) - Number.parseInt(colour.slice(1, 3), 16);
  for (const palette of [LIGHT_PALETTE, DARK_PALETTE]) {
    expect(blueOverRed(palette.gain)).toBeGreaterThan(100);
    expect(blueOverRed(palette.loss)).toBeLessThan(-100);
  }
});
