import { expect, test } from "vitest";
import { dailyReport } from "../test-support/daily-report.ts";
import { renderLogHtml } from "./log-html.ts";

const { system, period } = dailyReport();
const report = { format: "daybook log report 1", period, system } as const;

test("volume, errors and calls of a time, each with its lines", () => {
  const html = renderLogHtml(report, { linkBase: "" });
  expect(html).toContain("2024-01-15 00:00 – 2024-01-16 00:00 UTC");
  expect(html).toContain("level%3A%3E%3DERROR");
  expect(html).not.toContain("<script");
});

test("a time without bounds, and without a page to lead to", () => {
  const html = renderLogHtml({ ...report, period: { start: null, end: null } });
  expect(html).toContain("the first event – the last event UTC");
  expect(html).toContain("lines: level:&gt;=ERROR");
});
