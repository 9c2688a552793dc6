import { expect, test } from "vitest";
import { sampleReport } from "../test-support/sample-report.ts";
import { masthead, periodText } from "./masthead.ts";
import { ReportPage } from "./report-page.ts";

test("what it is a report of", () => {
  const page = new ReportPage(sampleReport({ convention: { time_zone: "Asia/Tokyo", close: "15:00" } }), null);
  const { source } = masthead(page, "My <report>", "2024-02-10 06:00 UTC");
  for (const text of ["My &lt;report&gt;", "15:00, Asia/Tokyo", "USDT", "1,000.00", "as set", "2024-02-10 06:00 UTC"]) {
    expect(source).toContain(text);
  }
});

test("periods with and without trades", () => {
  const textOf = (options: Parameters<typeof sampleReport>[0]): string =>
    periodText(new ReportPage(sampleReport(options), null));
  expect(textOf({})).toBe("2024-01-29 – 2024-02-09");
  expect(textOf({ count: 1 })).toBe("2024-01-29");
  expect(textOf({ count: 0 })).toBe("everything logged");
  const period = { start: "2024-01-01T00:00:00.000000Z", end: null };
  expect(textOf({ count: 0, period })).toBe("2024-01-01 00:00 – the last event UTC");
});

test("without a time of making none is printed, and a balance that differs is", () => {
  const report = sampleReport();
  expect(masthead(new ReportPage(report, null), "R", null).source).not.toContain("Made");
  const logged = { timestamp: "2024-02-09T00:00:00.000000Z", total: "1", difference: "-2.5" };
  expect(masthead(new ReportPage({ ...report, logged_balance: logged }, null), "R", null).source).toContain("−2.50");
  const same = { ...logged, difference: "0" };
  expect(masthead(new ReportPage({ ...report, logged_balance: same }, null), "R", null).source).toContain("as logged");
});
