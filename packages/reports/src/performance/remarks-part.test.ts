import { expect, test } from "vitest";
import { html } from "../html/markup.ts";
import { sampleReport } from "../test-support/sample-report.ts";
import { compatSection, currenciesSection, notesSection, reasonsSection } from "./remarks-part.ts";
import { ReportPage } from "./report-page.ts";

test("nothing to say is no section", () => {
  const page = new ReportPage({ ...sampleReport(), notes: [] }, null);
  expect([compatSection(page), currenciesSection(page), notesSection(page), reasonsSection(page)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test("another tool's figures stand beside ours, with the reason", () => {
  const report = sampleReport({ convention: { compat: "freqtrade" } });
  const { title, body } = compatSection(new ReportPage(report, null)) ?? {};
  const { source } = html`${body}`;
  expect(title).toBe("As freqtrade computes it");
  for (const { name, why } of report.compat?.figures ?? []) {
    expect(source).toContain(name);
    expect(source).toContain(why.slice(0, 20));
  }
});

test("a tool without a value is said", () => {
  const report = sampleReport();
  const figures = [{ name: "sharpe", value: null, ours: -0.000_000_12, why: "<b>" }];
  const page = new ReportPage({ ...report, compat: { tool: "quantstats", figures } }, null);
  const { source } = html`${compatSection(page)?.body}`;
  expect(source).toContain("quantstats has no value for these trades");
  expect(source).toContain("−0.00000012");
  expect(source).toContain("&lt;b&gt;");
  expect(html`${reasonsSection(page)?.body}`.source).toContain("quantstats has no value");
});

test("currencies that are not in the figures, and notes", () => {
  const totals = { trades: 1, wins: 1, losses: 0, breakeven: 0, pnl: "0.00012345" };
  const currencies = [
    { currency: "USDT", ...totals },
    { currency: "BTC", ...totals },
  ];
  const page = new ReportPage({ ...sampleReport(), currencies, notes: ["a <note>"] }, null);
  expect(html`${currenciesSection(page)?.body}`.source).toContain("+0.00012345");
  expect(html`${notesSection(page)?.body}`.source).toContain("a &lt;note&gt;");
  const many = new ReportPage({ ...sampleReport(), notes: new Array<string>(203).fill("x") }, null);
  expect(html`${notesSection(many)?.body}`.source).toContain("3 more are left out here");
});
