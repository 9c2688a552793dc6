import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_TEXT_LENGTH } from "../limits.ts";
import { visibleSentence, visibleText } from "./visible-text.ts";

test("what cannot be seen is written as its code", () => {
  expect(visibleText("BTC/USDT")).toBe("BTC/USDT");
  expect(visibleText("\u{202e}evil\u{2066}")).toBe("⟨U+202E⟩evil⟨U+2066⟩");
  expect(visibleText("a\u{0}b\u{d800}c\u{feff}")).toBe("a⟨U+0000⟩b⟨U+D800⟩c⟨U+FEFF⟩");
  expect(visibleText("two\nlines\tand")).toBe("two lines and");
  expect(visibleText("مرحبا שלום 日本 🙂")).toBe("مرحبا שלום 日本 🙂");
});

test("what is too long is cut, with its length", () => {
  expect(visibleText("A".repeat(10_000))).toBe(`${"A".repeat(MAX_TEXT_LENGTH)}… (10,000 characters)`);
  expect(visibleSentence("B".repeat(1_000))).toBe("B".repeat(1_000));
});

test("nothing is left that hides or turns text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      const seen = visibleText(text);
      expect(seen).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});
