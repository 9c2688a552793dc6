import { describe, expect, test } from "vitest";
import { quoteValue } from "./filters.ts";
import {
  applyCompletion,
  completeHistory,
  completeQuery,
  rememberQuery,
  type CompletionSource,
} from "./query-completion.ts";

const source: CompletionSource = {
  fields: ["level", "service", "symbol", "data.latency_us"],
  valuesOf: (field) => (field === "service" ? ["trading-engine", "market data"] : []),
  quote: quoteValue,
};
const texts = (text: string, caret = text.length): string[] =>
  completeQuery(text, caret, source).map((one) => one.text);

describe("completeQuery", () => {
  test("names of fields, those that begin so first", () => {
    expect(texts("le")).toEqual(["level:"]);
    expect(texts("x (s")).toEqual(["service:", "symbol:", "data.latency_us:"]);
    expect(texts("-lat")).toEqual(["data.latency_us:"]);
  });

  test("values behind a field, quoted where they must be", () => {
    expect(texts("service:")).toEqual(["trading-engine", '"market data"']);
    expect(texts("level:>=WAR")).toEqual(["WARNING"]);
    expect(texts("symbol:B")).toEqual([]);
  });

  test("nothing inside a phrase or after a space", () => {
    expect(texts('"le')).toEqual([]);
    expect(texts("le ")).toEqual([]);
  });

  test("the inserted text replaces the word at the caret", () => {
    const text = "ser AND x";
    const [first] = completeQuery(text, 3, source);
    expect(first && applyCompletion(text, first)).toEqual({ text: "service: AND x", caret: 8 });
    const again = "sys:abc";
    const [field] = completeQuery(again, 1, source);
    expect(field && applyCompletion(again, field)).toEqual({ text: "service:abc", caret: 8 });
    const [value] = completeQuery("service:tr", 10, source);
    expect(value && applyCompletion("service:tr", value)).toEqual({ text: "service:trading-engine ", caret: 23 });
  });
});

describe("history", () => {
  test("each query once, the newest first, no more than asked", () => {
    expect(rememberQuery(["b", "a"], " a ", 5)).toEqual(["a", "b"]);
    expect(rememberQuery(["b", "a"], "c", 2)).toEqual(["c", "b"]);
    expect(rememberQuery(["b"], "  ", 2)).toEqual(["b"]);
  });

  test("offers what begins like the typed text", () => {
    expect(completeHistory("LEV", ["level:ERROR", "x"]).map((one) => one.text)).toEqual(["level:ERROR"]);
    expect(completeHistory("", ["x"])).toHaveLength(1);
    expect(completeHistory("x", ["x"])).toEqual([]);
  });
});
