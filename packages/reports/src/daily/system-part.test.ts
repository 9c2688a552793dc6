import { expect, test } from "vitest";
import { Footnotes } from "../html/footnotes.ts";
import { LogAddresses } from "../html/log-address.ts";
import { section } from "../html/sections.ts";
import { dailyReport } from "../test-support/daily-report.ts";
import { LogPart } from "./line-links.ts";
import { endpointsSection, errorsSection, systemFigures, uptimeSection, volumeSection } from "./system-part.ts";

const days = { first_day: null, last_day: null, convention: { time_zone: "UTC", close: "00:00" } };
const part = new LogPart(new LogAddresses(days, null), { start: null, end: null }, new Footnotes());

test("each section tells its counts", () => {
  const { system } = dailyReport();
  expect(section(systemFigures(system, part)).source).toMatch(/Errors<[\s\S]*?big loss[\s\S]*?>1</);
  expect(section(errorsSection(system, part)).source).toContain("lines: id:&quot;x&quot;");
  expect(section(volumeSection(system, part)).source).toContain("service:&quot;bot&quot;");
  const endpoints = endpointsSection(system, part);
  expect(endpoints === null ? "" : section(endpoints).source).toContain("12.00");
  const uptime = uptimeSection(system);
  expect(uptime === null ? "" : section(uptime).source).toContain("100.00 %");
});

test("what nobody logged has no section, or says so", () => {
  const { system } = dailyReport([]);
  expect(endpointsSection(system, part)).toBeNull();
  expect(uptimeSection(system)).toBeNull();
  expect(section(volumeSection(system, part)).source).toContain("Nothing was logged in this time.");
});
