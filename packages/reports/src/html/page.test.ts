import { expect, test } from "vitest";
import { html } from "./markup.ts";
import { renderPage } from "./page.ts";

test("one document with a policy that lets nothing in", () => {
  const page = renderPage({
    title: "A < B",
    head: html`<h1>A</h1>`,
    sections: [
      { id: "one", title: "One", body: "first" },
      { id: "two", title: "Two", body: "second", isMinor: true },
    ],
    foot: "end",
  });
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/i);
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
  expect(page).toContain("<title>A &lt; B</title>");
  expect(page).toContain('<a href="#one">One</a>');
  expect(page).not.toContain('<a href="#two">');
  expect(page).not.toMatch(/<script|src=|url\(|@import/i);
  expect(page.endsWith("</html>\n")).toBe(true);
});
