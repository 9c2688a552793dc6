import { expect, test } from "vitest";
import { sampleReport } from "../test-support/sample-report.ts";
import { performanceJson } from "./performance-json.ts";

test("every field, in one order, with a newline at the end", () => {
  const report = sampleReport({ count: 6, convention: { compat: "quantstats" } });
  const text = performanceJson(report);
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report)));
  expect(text.startsWith('{\n "format": "daybook performance report 1",\n "period"')).toBe(true);
  expect(text.endsWith("]\n}\n")).toBe(true);
  const turned = Object.fromEntries(Object.entries(report).toReversed()) as unknown;
  expect(performanceJson(turned as typeof report)).toBe(text);
});

test("no NaN and no Infinity", () => {
  const report = sampleReport({ count: 2 });
  const broken = { ...report, exposure: { value: Number.NaN }, turnover: { value: Number.POSITIVE_INFINITY } };
  expect(JSON.parse(performanceJson(broken))).toMatchObject({ exposure: { value: null }, turnover: { value: null } });
});
