import { expect, test } from "vitest";
import { html } from "../html/markup.ts";
import { sampleReport } from "../test-support/sample-report.ts";
import { calendarSection, distributionSection, equitySection } from "./charts-part.ts";
import { ReportPage } from "./report-page.ts";

const report = sampleReport();
const linked = new ReportPage(report, "https://daybook.example");

test("equity and drawdown, each for wide and for narrow windows", () => {
  const { title, body } = equitySection(linked);
  const { source } = html`${body}`;
  expect(title).toBe("Equity");
  expect(source.match(/<svg/g)).toHaveLength(4);
  expect(source).toMatch(/aria-label="Equity from [\d,.]+ on 2024-01-29 to 1,423\.77 on 2024-02-09"/);
});

test("without equity the sum of results, without a fall no picture of it", () => {
  const sums = new ReportPage({ ...report, days: report.days.map((day) => ({ ...day, equity: null })) }, null);
  expect(equitySection(sums).title).toBe("Cumulative result");
  const rising = new ReportPage(sampleReport({ pnlOf: () => "1" }), null);
  expect(html`${equitySection(rising).body}`.source).toContain("No evening was below a peak.");
});

test("days of the calendar lead to their lines and say their result", () => {
  const { source } = html`${calendarSection(linked).body}`;
  const day = /<a href="([^"]+)" tabindex="-1" aria-label="2024-01-29: ([^"]+)">/.exec(source);
  expect(day?.[2]).toBe("5 USDT, 2 trades");
  expect(day?.[1]).toContain("from=2024-01-29T00%3A00%3A00.000000Z&amp;to=2024-01-30T00%3A00%3A00.000000Z");
  expect(html`${calendarSection(new ReportPage(report, null)).body}`.source).not.toContain("<a ");
});

test("years that are left out are said", () => {
  const [first] = report.days;
  const days = Array.from({ length: 9 }, (_, at) => ({ ...first!, day: `${2010 + at}-03-03` }));
  expect(html`${calendarSection(new ReportPage({ ...report, days }, null)).body}`.source).toContain(
    "3 earlier years are left out",
  );
});

test("bars of the distribution lead to trades of their size", () => {
  const { source } = html`${distributionSection(linked).body}`;
  expect(source).toContain("pnl%3A%5B");
  expect(source.match(/<title>/g)?.length).toBe(2 * report.distribution.filter(({ trades }) => trades > 0).length);
});
