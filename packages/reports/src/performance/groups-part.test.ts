import { expect, test } from "vitest";
import { html } from "../html/markup.ts";
import { MAX_HTML_GROUPS } from "../limits.ts";
import { sampleReport } from "../test-support/sample-report.ts";
import {
  exitReasonsSection,
  hoursSection,
  sidesSection,
  strategiesSection,
  symbolsSection,
  weekdaysSection,
} from "./groups-part.ts";
import { ReportPage } from "./report-page.ts";

const report = sampleReport();
const page = new ReportPage(report, "");

test("symbols and strategies lead to their lines", () => {
  expect(html`${symbolsSection(page).body}`.source).toContain("symbol%3A%22BTC%2FUSDT%22");
  expect(html`${strategiesSection(page).body}`.source).toContain("strategy%3A%22momentum%22");
});

test("weekdays begin with Monday; hours are of UTC", () => {
  const { source } = html`${weekdaysSection(page).body}`;
  const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
  expect(days.map((day) => source.indexOf(`>${day}<`))).toEqual(
    days.map((day) => source.indexOf(`>${day}<`)).toSorted((a, b) => a - b),
  );
  expect(html`${hoursSection(page).body}`.source).toContain("11:00");
});

test("a small group leads to its trades by number, a large one nowhere", () => {
  const reasons = html`${exitReasonsSection(page).body}`.source;
  expect(reasons).toContain("trade_id%3A%28%22t2%22+OR+%22t5%22");
  const sides = html`${sidesSection(page).body}`.source;
  expect(sides).toMatch(/>short<\/a\s*>/);
  expect(sides).toMatch(/>long<\/span\s*>/);
  const cut = new ReportPage({ ...report, trade_list: report.trade_list.slice(5), trades_left_out: 5 }, "");
  expect(html`${exitReasonsSection(cut).body}`.source).not.toContain("href");
});

test("fills are found by the id of the last", () => {
  const list = report.trade_list.map((trade) => ({ ...trade, source: "fills" as const }));
  const fills = new ReportPage({ ...report, trade_list: list }, "");
  expect(html`${exitReasonsSection(fills).body}`.source).toContain("id%3A%28%222-b%22+OR+%225-b%22");
});

test("many groups are cut, and no loss is ∞", () => {
  const rows = Array.from({ length: MAX_HTML_GROUPS + 3 }, (_, at) => ({
    ...report.by_symbol[0]!,
    key: `S${at}`,
    profit_factor: null,
  }));
  const { source } = html`${symbolsSection(new ReportPage({ ...report, by_symbol: rows }, null)).body}`;
  expect(source).toContain("3 with smaller results are left out here");
  expect(source).toContain("∞");
});
