import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeText, html, trustedMarkup } from "./markup.ts";

test("values are escaped, markup is not, lists are joined", () => {
  const inner = html`<b>${"<i>"}</b>`;
  expect(html`<p title="${'"&'}">${inner}${[1, "'", null, undefined]}</p>`.source).toBe(
    '<p title="&quot;&amp;"><b>&lt;i&gt;</b>1&#39;</p>',
  );
  expect(html`${trustedMarkup("<br>")}`.source).toBe("<br>");
});

test("half of a pair and NUL, which no document may have, are replaced", () => {
  expect(escapeText("a\u{d800}b\u{0}")).toBe("a\u{fffd}b\u{fffd}");
  expect(escapeText("🙂")).toBe("🙂");
});

test("no text ends an attribute or begins a tag, and all of it can be had back", () => {
  const back = (text: string): string =>
    text
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&#39;", "'")
      .replaceAll("&amp;", "&");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const escaped = escapeText(text);
      expect(escaped).not.toMatch(/[<>"']/);
      expect(back(escaped)).toBe(text.replaceAll("\u{0}", "\u{fffd}"));
    }),
  );
});
