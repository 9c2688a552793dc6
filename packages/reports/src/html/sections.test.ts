import { expect, test } from "vitest";
import { bars, figures, section, table, toneOf } from "./sections.ts";

test("a section has a heading that it is named by", () => {
  const { source } = section({ id: "days", title: "A & B", body: "text", lead: "said", paper: "new-page" });
  expect(source).toContain('<section id="days" class="part new-page"');
  expect(source).toContain('<h2 id="days-title">A &amp; B</h2>');
  expect(source).toContain('<p class="lead">said</p>');
});

test("a table names its rows and columns and can be reached by keys", () => {
  const columns = [
    { title: "Symbol", kind: "name" },
    { title: "", kind: "bar" },
    { title: "P&L", kind: "number", isExtra: true },
  ] as const;
  const { source } = table({ caption: "By <symbol>", columns, rows: [["<x>", null, "1"]], leftOut: "2 more" });
  expect(source).toContain('aria-label="By &lt;symbol&gt;" tabindex="0"');
  expect(source.match(/<th scope="col"/g)).toHaveLength(2);
  expect(source).toContain('<th scope="row" class="name">&lt;x&gt;</th>');
  expect(source).toContain('<td class="number extra">1</td>');
  expect(source).toContain("2 more");
  expect(table({ caption: "x", columns, rows: [], empty: "Nothing." }).source).toBe('<p class="empty">Nothing.</p>');
});

test("figures are a list of names and values", () => {
  const { source } = figures([{ label: "Net", value: "+1", note: "of two", tone: toneOf(1) }]);
  expect(source).toContain("<dt>Net</dt>");
  expect(source).toMatch(/<span class="big gain">\+1<\/span\s*>/);
  expect(toneOf(-2)).toBe("loss");
  expect(toneOf(0)).toBe("plain");
});

test("bars begin in the middle and end within", () => {
  expect(bars(0.5).source).toContain('class="gain" x="30" y="1.5" width="15"');
  expect(bars(-1).source).toContain('class="loss" x="0" y="1.5" width="30"');
  expect(bars(-9).source).toContain('width="30"');
  expect(bars(0).source).toContain('class="plain"');
});
