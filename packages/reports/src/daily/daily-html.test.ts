import { expect, test } from "vitest";
import { dailyReport } from "../test-support/daily-report.ts";
import { renderDailyHtml } from "./daily-html.ts";

test("a day has its trading, execution, models, risk and system, each with links to its lines", () => {
  const html = renderDailyHtml(dailyReport(), { linkBase: "https://daybook.example" });
  for (const id of [
    "key-figures",
    "execution",
    "models",
    "risk",
    "system",
    "errors",
    "endpoints",
    "uptime",
    "volume",
  ]) {
    expect(html).toContain(`<section id="${id}"`);
  }
  expect(html).toContain("+10.00");
  expect(html).toContain("https://daybook.example/?q=event_type%3Aorder_rejected&amp;from=2024-01-15");
  // One day has no months, weekdays or course of equity.
  expect(html).not.toContain('<section id="months"');
  expect(html).not.toContain('<section id="equity"');
});

test("nothing that was logged becomes markup", () => {
  const html = renderDailyHtml(dailyReport());
  expect(html).not.toContain("<script");
  expect(html).toContain("&lt;script&gt;");
});

test("the same report gives the same bytes, and an empty day is a page too", () => {
  expect(renderDailyHtml(dailyReport())).toBe(renderDailyHtml(dailyReport()));
  const empty = renderDailyHtml(dailyReport([]), { title: "Nothing" });
  expect(empty).toContain("No closed trades");
  expect(empty).toContain("No error was logged in this time.");
  expect(empty).not.toMatch(/NaN|Infinity|undefined/);
});
