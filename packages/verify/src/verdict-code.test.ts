import { expect, test } from "vitest";
import type { Verdict } from "./finding.ts";
import { codeOfEvent, codeOfReport } from "./verdict-code.ts";

test.each([
  ["sound", "sound", 0],
  ["damaged", "sound", 1],
  ["sound", "damaged", 1],
  ["unchecked", "damaged", 1],
  ["sound", "unchecked", 2],
  ["unchecked", "unchecked", 2],
] as [Verdict, Verdict, number][])("integrity %s, completeness %s: %i", (integrity, completeness, code) => {
  expect(codeOfReport({ integrity, completeness })).toBe(code);
});

test("an event without its record is not wholly checked", () => {
  expect(codeOfEvent({ ok: true, problems: [] })).toBe(0);
  expect(codeOfEvent({ ok: false, problems: ["x"] })).toBe(1);
  expect(codeOfEvent({ ok: false, problems: [] })).toBe(2);
});
