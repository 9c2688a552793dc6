import { expect, test } from "vitest";
import { html } from "../html/markup.ts";
import { MAX_HTML_DAYS } from "../limits.ts";
import { sampleReport } from "../test-support/sample-report.ts";
import { daysSection, drawdownsSection, largest, monthsSection } from "./periods-part.ts";
import { ReportPage } from "./report-page.ts";

const report = sampleReport();
const page = new ReportPage(report, "");

test("months, newest first, lead to their days", () => {
  const { source } = html`${monthsSection(page).body}`;
  expect(source.indexOf("2024-02")).toBeLessThan(source.indexOf("2024-01<"));
  expect(source).toContain("from=2024-02-01T00%3A00%3A00.000000Z&amp;to=2024-02-10T00%3A00%3A00.000000Z");
});

test("days with something on them, and how many are left out", () => {
  const [first] = report.days;
  const days = Array.from({ length: MAX_HTML_DAYS + 7 }, (_, at) => ({
    ...first!,
    day: new Date(Date.UTC(2024, 0, at + 1)).toISOString().slice(0, 10),
  }));
  const { source } = html`${daysSection(new ReportPage({ ...report, days }, null)).body}`;
  expect(source.match(/<tr>/g)).toHaveLength(MAX_HTML_DAYS + 1);
  expect(source).toContain("7 earlier days with trades are left out here");
});

test("drawdowns, recovered or not; none, or none known", () => {
  const { source } = html`${drawdownsSection(page).body}`;
  expect(source).toContain(report.drawdowns[0]?.trough);
  const open = { ...report, drawdowns: [{ ...report.drawdowns[0]!, peak: null, recovered: null }] };
  const text = html`${drawdownsSection(new ReportPage(open, null)).body}`.source;
  expect(text).toContain("at the start");
  expect(text).toContain("not yet");
  const rising = new ReportPage(sampleReport({ pnlOf: () => "1" }), null);
  expect(html`${drawdownsSection(rising).body}`.source).toContain("No evening was below a peak.");
});

test("the largest size, of either sign", () => expect(largest(["1", "-3.5", "2"])).toBe(3.5));
