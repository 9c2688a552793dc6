import { expect, test } from "vitest";
import { html } from "../html/markup.ts";
import { MAX_HTML_POSITIONS } from "../limits.ts";
import { hostileReport, sampleReport } from "../test-support/sample-report.ts";
import { incompleteSection, openSection } from "./positions-part.ts";
import { ReportPage } from "./report-page.ts";

test("nothing to list is no section", () => {
  const page = new ReportPage(sampleReport(), null);
  expect([openSection(page), incompleteSection(page)]).toEqual([null, null]);
});

test("open positions and incomplete trades lead to their lines", () => {
  const page = new ReportPage(hostileReport(), "");
  const open = html`${openSection(page)?.body}`.source;
  expect(open).toContain("trade_id%3A%22");
  expect(open).toContain("no price was logged since");
  expect(html`${incompleteSection(page)?.body}`.source).toContain("exit without entry");
});

test("with a price the open result is shown; many are cut", () => {
  const report = hostileReport();
  const open = Array.from({ length: MAX_HTML_POSITIONS + 2 }, () => ({
    ...report.open_positions[0]!,
    mark_price: "110",
    unrealised: "-5",
  }));
  const incomplete = Array.from({ length: MAX_HTML_POSITIONS + 2 }, () => ({ ...report.incomplete[0]!, pnl: "7" }));
  const page = new ReportPage({ ...report, open_positions: open, incomplete }, null);
  expect(html`${openSection(page)?.body}`.source).toContain("−5.00");
  expect(html`${openSection(page)?.body}`.source).toContain("2 more are left out here");
  expect(html`${incompleteSection(page)?.body}`.source).toContain("+7.00");
});
