import { expect, test } from "vitest";
import { html } from "./markup.ts";
import { isolated, nameText } from "./name-text.ts";

test("names have a direction of their own; short ones stay together", () => {
  expect(nameText("BTC/USDT").source).toBe('<bdi class="short">BTC/<wbr />USDT</bdi>');
  expect(nameText("<b>".repeat(10)).source).toMatch(/^<bdi class="long">(&lt;b&gt;){10}<\/bdi>$/);
  expect(isolated("x", html`<a href="#">x</a>`).source).toContain('<a href="#">x</a>');
});
