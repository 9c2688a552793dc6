import { DARK_PALETTE, LIGHT_PALETTE, paletteDeclarations } from "../charts/palette.ts";
import { PAPER_STYLE, SCREEN_STYLE } from "./style-sheets.ts";

const LIGHT = `color-scheme:light;--page:#f4f5f7;--raised:#ffffff;--brand:#c9440f;--stripe:#f8f9fb;--shadow:0 1px 2px rgb(16 24 40/6%);${paletteDeclarations(LIGHT_PALETTE)}`;
const DARK = `color-scheme:dark;--page:#0b0f15;--raised:#121821;--brand:#ff7a3d;--stripe:#161d27;--shadow:none;${paletteDeclarations(DARK_PALETTE)}`;
/** Paper is white whatever the window is. */
const PAPER = "--page:#ffffff;--stripe:#ffffff;--shadow:none";

/** The style of every report. Colours are those of the charts; dark is for windows alone, never for paper. */
export function pageStyle(): string {
  return [
    `:root{${LIGHT}}`,
    `@media screen and (prefers-color-scheme:dark){:root{${DARK}}}`,
    SCREEN_STYLE,
    `@media print{:root{${PAPER}}${PAPER_STYLE}}`,
  ].join("\n");
}
