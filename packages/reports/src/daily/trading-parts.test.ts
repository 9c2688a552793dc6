import { expect, test } from "vitest";
import { Footnotes } from "../html/footnotes.ts";
import { LogAddresses } from "../html/log-address.ts";
import { section } from "../html/sections.ts";
import { dailyReport } from "../test-support/daily-report.ts";
import { LogPart } from "./line-links.ts";
import { executionSection, modelsSection, riskSection } from "./trading-parts.ts";

const days = { first_day: null, last_day: null, convention: { time_zone: "UTC", close: "00:00" } };
const part = new LogPart(new LogAddresses(days, null), { start: null, end: null }, new Footnotes());

test("execution, models and risk of a day", () => {
  const report = dailyReport();
  const execution = executionSection(report, part);
  expect(execution === null ? "" : section(execution).source).toContain("Rejected and cancelled");
  const models = modelsSection(report, part);
  expect(models === null ? "" : section(models).source).toContain("rsi");
  expect(section(riskSection(report, part)).source).toMatch(/Limits hit<[\s\S]*?big plain[\s\S]*?>1</);
});

test("a day without orders and models has no sections of them", () => {
  const report = dailyReport([]);
  expect(executionSection(report, part)).toBeNull();
  expect(modelsSection(report, part)).toBeNull();
  expect(section(riskSection(report, part)).source).toContain("no limit was logged");
});
