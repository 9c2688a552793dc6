import { expect, test } from "vitest";
import { PAPER_STYLE, SCREEN_STYLE } from "./style-sheets.ts";

test.each([SCREEN_STYLE, PAPER_STYLE])("braces are in pairs and nothing is loaded", (sheet) => {
  expect(sheet.match(/\{/g)).toHaveLength(sheet.match(/\}/g)?.length ?? 0);
  expect(sheet).not.toMatch(/url\(|@import|</);
});

test("heads of tables come again on each page of paper", () => {
  expect(PAPER_STYLE).toContain("thead{display:table-header-group}");
  expect(PAPER_STYLE).toContain("break-inside:avoid");
});
