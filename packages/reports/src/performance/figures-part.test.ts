import { expect, test } from "vitest";
import { html } from "../html/markup.ts";
import { sampleReport } from "../test-support/sample-report.ts";
import { allFigures, isWithoutLoss, profitFactor, shownFigure } from "./figures-part.ts";
import { ReportPage } from "./report-page.ts";

test("all figures with formulas", () => {
  const page = new ReportPage(sampleReport(), null);
  const { source } = html`${allFigures(page).body}`;
  expect(source).toContain("mean(r − rf) / std(r − rf, n − 1) · √P");
  expect(source.match(/<tr>/g)?.length).toBeGreaterThan(40);
});

test("the profit factor without a loss is ∞, with neither a dash", () => {
  const won = new ReportPage(sampleReport({ pnlOf: () => "2" }), null);
  expect(isWithoutLoss(won, won.report.trades.profit_factor)).toBe(true);
  expect(html`${profitFactor(won)}`.source).toContain("∞");
  expect(html`${allFigures(won).body}`.source).toContain("∞");
  const even = new ReportPage(sampleReport({ pnlOf: () => "0" }), null);
  expect(html`${profitFactor(even)}`.source).toContain("—");
});

test.each([
  ["money", 1.5, "1.50"],
  ["result", 1.5, "+1.50"],
  ["share", 0.5, "50.00 %"],
  ["change", 0.5, "+50.00 %"],
  ["ratio", 0.5, "0.50"],
  ["count", 3, "3"],
  ["days", 3, "3 d"],
  ["duration", 60_000, "1 min"],
] as const)("%s", (kind, value, text) => expect(shownFigure(value, kind, "USDT").text).toBe(text));
