import { expect, test } from "vitest";
import { html } from "../html/markup.ts";
import { MAX_HTML_TRADES } from "../limits.ts";
import { sampleReport } from "../test-support/sample-report.ts";
import { ReportPage } from "./report-page.ts";
import { tradesSection } from "./trades-part.ts";

test("newest first, each leading to all of its lines", () => {
  const { source } = html`${tradesSection(new ReportPage(sampleReport(), "")).body}`;
  expect(source.indexOf("%22t29%22")).toBeGreaterThan(-1);
  expect(source.indexOf("%22t29%22")).toBeLessThan(source.indexOf("%22t28%22"));
  expect(source).toContain("0.1 USDT (entry 0.05, exit 0.05)");
});

test("the number of those left out, of the list and before it", () => {
  const report = sampleReport({ count: MAX_HTML_TRADES + 20, maxTrades: MAX_HTML_TRADES + 5 });
  const { body, lead } = tradesSection(new ReportPage(report, null));
  const { source } = html`${body}`;
  expect(source.match(/<tr>/g)).toHaveLength(MAX_HTML_TRADES + 1);
  expect(source).toContain("20 older trades are left out here");
  expect(lead).toBe("The newest 500 of 520.");
});

test("a result that differs from prices and fees is shown with both", () => {
  const report = sampleReport({ count: 1 });
  const list = [{ ...report.trade_list[0]!, pnl_computed: "0.525", return: null }];
  const { source } = html`${tradesSection(new ReportPage({ ...report, trade_list: list }, null)).body}`;
  expect(source).toContain("≠ +0.52");
  expect(source).toContain("from prices and fees: 0.525 USDT");
  expect(source).toContain("the trade has no entry volume");
});
