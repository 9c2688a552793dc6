import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faultRange, markedWords, markText, tokenizeQuery } from "./query-tokens.ts";

const kinds = (text: string): string[] =>
  tokenizeQuery(text)
    .filter((token) => token.kind !== "space")
    .map((token) => `${token.kind} ${token.text}`);

describe("tokenizeQuery", () => {
  test("words, phrases and keywords", () => {
    expect(kinds('kraken "order 42" AND NOT x')).toEqual([
      "word kraken",
      'string "order 42"',
      "keyword AND",
      "keyword NOT",
      "word x",
    ]);
  });

  test("fields with operators, lists, ranges and expressions", () => {
    expect(kinds("level:>=WARNING")).toEqual(["field level", "operator :>=", "value WARNING"]);
    expect(kinds("-symbol:(A OR B)")).toEqual([
      "not -",
      "field symbol",
      "operator :",
      "paren (",
      "value A",
      "keyword OR",
      "value B",
      "paren )",
    ]);
    expect(kinds("price:[100 TO 200}")).toEqual([
      "field price",
      "operator :",
      "paren [",
      "value 100",
      "keyword TO",
      "value 200",
      "paren }",
    ]);
    expect(kinds("message:/a b/ data.x_y:-5")).toEqual([
      "field message",
      "operator :",
      "regex /a b/",
      "field data.x_y",
      "operator :",
      "value -5",
    ]);
  });

  test("a quote that is never closed reaches to the end", () => {
    expect(kinds('a "b c')).toEqual(["word a", 'string "b c']);
  });

  test("property: no character is lost and every start is right", () => {
    const piece = fc.constantFrom(
      "a:",
      "(",
      ")",
      '"',
      "/",
      "-",
      " ",
      "AND",
      "\\",
      ":",
      ">=",
      "*",
      "ü",
      "[",
      "}",
      "\n",
      "word",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((list) => list.join("")),
        ),
        (text) => {
          const tokens = tokenizeQuery(text);
          expect(tokens.map((token) => token.text).join("")).toBe(text);
          for (const token of tokens) expect(text.startsWith(token.text, token.start)).toBe(true);
        },
      ),
    );
  });
});

describe("faultRange", () => {
  test("the whole token at the place, a bracket alone, or one place behind the end", () => {
    expect(faultRange('x "never', 2)).toEqual({ start: 2, end: 8 });
    expect(faultRange("(a", 0)).toEqual({ start: 0, end: 1 });
    expect(faultRange("level:", 6)).toEqual({ start: 6, end: 7 });
    expect(faultRange("abc def", 4, 2)).toEqual({ start: 4, end: 6 });
    expect(faultRange("abc", 1, 99)).toEqual({ start: 1, end: 3 });
    expect(faultRange("a", 99)).toEqual({ start: 1, end: 2 });
  });
});

describe("marks in messages", () => {
  test("free words and phrases, not denied ones, not other fields", () => {
    expect(markedWords('Refused "out of margin" -kraken NOT bybit symbol:BTC message:*band* tim*')).toEqual([
      "refused",
      "out of margin",
      "band",
      "tim",
    ]);
  });

  test("a text is cut where the words are, whatever the case", () => {
    expect(markText("Order refused: ORDER", ["order"])).toEqual([
      { text: "Order", isMarked: true },
      { text: " refused: ", isMarked: false },
      { text: "ORDER", isMarked: true },
    ]);
    expect(markText("a.b", ["."])).toEqual([
      { text: "a", isMarked: false },
      { text: ".", isMarked: true },
      { text: "b", isMarked: false },
    ]);
    expect(markText("", ["x"])).toEqual([{ text: "", isMarked: false }]);
  });
});
