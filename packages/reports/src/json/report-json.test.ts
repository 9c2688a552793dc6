import { expect, test } from "vitest";
import { reportJson } from "./report-json.ts";

test("fields keep their order, those inside are sorted, and nothing is NaN", () => {
  const report = { format: "x", z: { b: 1, a: [{ d: Number.NaN, c: Number.POSITIVE_INFINITY }] }, a: null };
  const text = reportJson(report);
  expect(JSON.parse(text)).toEqual({ format: "x", z: { b: 1, a: [{ d: null, c: null }] }, a: null });
  expect(text.endsWith("}\n")).toBe(true);
  expect(text.indexOf('"z"')).toBeLessThan(text.indexOf('"a": null'));
  expect(text.indexOf('"a"')).toBeLessThan(text.indexOf('"b"'));
  expect(reportJson({ ...report, z: { a: report.z.a, b: 1 } })).toBe(text);
});
