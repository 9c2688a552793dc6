import { expect, test } from "vitest";
import { shownMoney, shownRatio } from "../format/shown-value.ts";
import { html } from "../html/markup.ts";
import { sampleReport } from "../test-support/sample-report.ts";
import { ReportPage } from "./report-page.ts";

const report = sampleReport();

test("with a base, values lead to their lines and have all digits in the title", () => {
  const page = new ReportPage(report, "https://daybook.example");
  const { source } = page.result(shownMoney("-1234.56789", "USDT", "signed"));
  expect(source).toMatch(
    /^<a\s+class="value loss"\s+href="https:\/\/daybook\.example\/\?q=event_type%3A[^"]+&amp;from=2024-01-29T[^"]+&amp;to=2024-02-10T[^"]+"\s+title="-1234\.56789 USDT"\s*>−1,234\.57<\/a\s*>$/,
  );
});

test("without a base, the title has the query", () => {
  const page = new ReportPage(report, null);
  const { source } = page.value(shownRatio(1.5));
  expect(source).toContain('title="1.5 · lines: event_type:(trade_exit OR position_closed)"');
  expect(source).not.toContain("href");
  expect(page.value(shownRatio(1.5), null).source).toContain('title="1.5"');
});

test("names are made visible, and an empty one is said", () => {
  const page = new ReportPage(report, null);
  expect(page.name("", null).source).toContain("(none)");
  expect(page.name("\u{202e}<b>", null).source).toContain("⟨U+202E⟩&lt;b&gt;");
});

test("a missing figure is a dash with its reason", () => {
  const page = new ReportPage(report, null);
  const { source } = html`${page.figure({ value: null, reason: "no period lost" }, shownRatio)}`;
  expect(source).toContain("—");
  expect(source).toContain('title="no period lost"');
  expect(page.footnotes.list?.source).toContain("no period lost");
});
