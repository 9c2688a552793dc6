import { expect, test } from "vitest";
import { HOSTILE_TEXTS, hostileReport, sampleReport } from "../test-support/sample-report.ts";
import { renderPerformanceHtml } from "./performance-html.ts";

/** Tags without their values, and what stands between them. */
const TAG = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*(\/?)>/g;
const VOID = new Set(["meta", "br", "wbr", "img", "link", "input"]);

/** Names of all elements and attributes; throws when the document is not well formed. */
function shapeOf(document: string): { elements: Set<string>; attributes: Set<string>; text: string } {
  const [elements, attributes] = [new Set<string>(), new Set<string>()];
  const open: string[] = [];
  const rest = document
    .replace(/^<!doctype html>/i, "")
    .replace(/<style>[^<]*<\/style>/, "")
    .replace(TAG, (_tag: string, end: string, name: string, list: string, closed: string) => {
      elements.add(name.toLowerCase());
      for (const [, attribute = ""] of list.replaceAll(/="[^"]*"/g, "").matchAll(/([\w:-]+)/g))
        attributes.add(attribute);
      if (end !== "") expect(open.pop()).toBe(name);
      else if (closed === "" && !VOID.has(name)) open.push(name);
      return " ";
    });
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]/);
  return { elements, attributes, text: rest };
}

test("hostile texts add no element, no attribute and no address", () => {
  const options = { title: HOSTILE_TEXTS[0]!, generatedAt: HOSTILE_TEXTS[1]!, linkBase: "https://daybook.example/x/" };
  const document = renderPerformanceHtml(hostileReport(), options);
  const shape = shapeOf(document);
  const good = shapeOf(renderPerformanceHtml(sampleReport(), options));
  for (const name of ["script", "img", "iframe", "base", "form", "object"]) expect(shape.elements).not.toContain(name);
  const lists = new Set(["ol", "ul", "li"]);
  expect([...shape.elements].filter((name) => !good.elements.has(name) && !lists.has(name))).toEqual([]);
  expect([...shape.attributes].filter((name) => /^on|^src$|^action$|^formaction$/.test(name))).toEqual([]);
  for (const [, address = ""] of document.matchAll(/href="([^"]*)"/g)) {
    expect(address).toMatch(/^(https:\/\/daybook\.example\/x\/\?q=|#)/);
  }
  expect(document).not.toMatch(/[\u{202a}-\u{202e}\u{2066}-\u{2069}\u{0}-\u{8}\u{d800}-\u{dfff}]/u);
  expect(document).not.toContain("A".repeat(9_000));
  expect(shape.text).toContain("… (10,000 characters)");
});

test("the same report gives the same bytes", () => {
  const options = { linkBase: "/", generatedAt: null };
  const first = renderPerformanceHtml(sampleReport(), options);
  renderPerformanceHtml(hostileReport());
  expect(renderPerformanceHtml(sampleReport(), options)).toBe(first);
});

test("ids are there once, and each link inside the page has one to lead to", () => {
  const document = renderPerformanceHtml(sampleReport({ convention: { compat: "empyrical" } }), { linkBase: "" });
  const ids = [...document.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, id] of document.matchAll(/href="#([^"]+)"|url\(#([^)]+)\)/g))
    if (id !== undefined) expect(ids).toContain(id);
  for (const [, id] of document.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id);
});

test("a report without trades says so and keeps its conventions", () => {
  const document = renderPerformanceHtml(sampleReport({ count: 0 }), { title: "Quiet" });
  shapeOf(document);
  expect(document).toContain("No closed trades");
  expect(document).toContain('id="conventions"');
  expect(document).not.toContain('class="chart"');
  expect(document).not.toMatch(/NaN|Infinity|undefined/);
});

test("one trade, only losses, no equity: no NaN anywhere", () => {
  const { days, ...one } = sampleReport({ count: 1, pnlOf: () => "-1" });
  const unknown = { ...one, days: days.map((day) => ({ ...day, equity: null, return: null, drawdown: null })) };
  for (const report of [{ ...one, days }, unknown, sampleReport({ pnlOf: () => "0" })]) {
    const document = renderPerformanceHtml(report);
    shapeOf(document);
    expect(document).not.toMatch(/NaN|Infinity|undefined/);
  }
});

test("a base that runs code is refused", () => {
  expect(() => renderPerformanceHtml(sampleReport(), { linkBase: "javascript:alert(1)//" })).toThrow(RangeError);
});
