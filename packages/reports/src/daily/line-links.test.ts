import { expect, test } from "vitest";
import { Footnotes } from "../html/footnotes.ts";
import { LogAddresses } from "../html/log-address.ts";
import { html } from "../html/markup.ts";
import { LogPart, fieldQuery } from "./line-links.ts";

const days = { first_day: null, last_day: null, convention: { time_zone: "UTC", close: "00:00" } };
const period = { start: "2024-01-15T00:00:00.000000Z", end: "2024-01-16T00:00:00.000000Z" };

test("a field's query takes any value whole, and the lack of one", () => {
  expect(fieldQuery("service", 'a "b" \\')).toBe('service:"a \\"b\\" \\\\"');
  expect(fieldQuery("service", "")).toBe("-service:*");
});

test("a link covers the period; without an address the title has the query", () => {
  const linked = new LogPart(new LogAddresses(days, "/daybook"), period, new Footnotes());
  expect(html`${linked.lines("7", "level:ERROR")}`.source.replace(/\s+>/, ">")).toBe(
    '<a href="/daybook/?q=level%3AERROR&amp;from=2024-01-15T00%3A00%3A00.000000Z&amp;to=2024-01-16T00%3A00%3A00.000000Z">7</a>',
  );
  const plain = new LogPart(new LogAddresses(days, null), period, new Footnotes());
  expect(html`${plain.lines("7", "level:ERROR")}`.source).toBe('<span title="lines: level:ERROR">7</span>');
});

test("a figure that is missing has a footnote", () => {
  const footnotes = new Footnotes();
  const part = new LogPart(new LogAddresses(days, null), period, footnotes);
  expect(
    html`${part.figure({ value: null, reason: "no calls" }, () => ({ text: "", exact: "", sign: 0 }))}`.source,
  ).toContain("—");
  expect(footnotes.list?.source).toContain("no calls");
});
