import { expect, test } from "vitest";
import { html } from "../html/markup.ts";
import { sampleReport } from "../test-support/sample-report.ts";
import { keyFigures } from "./key-figures.ts";
import { ReportPage } from "./report-page.ts";

const textOf = (options: Parameters<typeof sampleReport>[0]): string =>
  html`${keyFigures(new ReportPage(sampleReport(options), null)).body}`.source
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

test("eight figures, with signs", () => {
  const text = textOf({});
  for (const label of [
    "Net P&amp;L, USDT",
    "Return",
    "Win rate",
    "Profit factor",
    "Trades",
    "Sharpe",
    "Max drawdown",
    "Fees",
  ]) {
    expect(text).toContain(label);
  }
  expect(text).toContain("+423.77");
  expect(text).toContain("20 won · 10 lost");
  expect(text).toContain("3.00");
});

test("breakeven trades are said, and so is an empty period", () => {
  expect(textOf({ pnlOf: (at) => (at % 3 === 0 ? "0" : "1") })).toContain("20 won · 0 lost · 10 even");
  expect(textOf({ count: 0 })).toContain("none open");
});
