import { describe, expect, test } from "vitest";
import { composeQuery, filterClauses, modeOf, quoteValue, toggleFilter, type FieldFilter } from "./filters.ts";

const include = (field: string, value: string): FieldFilter => ({ field, value, exclude: false });
const exclude = (field: string, value: string): FieldFilter => ({ field, value, exclude: true });

describe("quoteValue", () => {
  test.each([
    ["BTCUSDT", "BTCUSDT"],
    ["trading-engine", "trading-engine"],
    ["BTC/USDT", '"BTC/USDT"'],
    ["two words", '"two words"'],
    ['say "hi" \\', '"say \\"hi\\" \\\\"'],
    ["OR", '"OR"'],
    ["-1", '"-1"'],
    ["*", '"*"'],
    ["", '""'],
  ])("%s → %s", (value, text) => {
    expect(quoteValue(value)).toBe(text);
  });
});

test("values of one field stand in an OR, excluded ones in a NOT", () => {
  const filters = [include("level", "ERROR"), exclude("symbol", "BTCUSDT"), include("level", "CRITICAL")];
  expect(filterClauses(filters)).toBe("level:(ERROR OR CRITICAL) -symbol:BTCUSDT");
});

describe("toggleFilter", () => {
  test("sets, changes sides, and takes away", () => {
    const once = toggleFilter([], "level", "ERROR", "include");
    expect(modeOf(once, "level", "ERROR")).toBe("include");
    const turned = toggleFilter(once, "level", "ERROR", "exclude");
    expect(turned).toEqual([exclude("level", "ERROR")]);
    expect(toggleFilter(turned, "level", "ERROR", "exclude")).toEqual([]);
  });

  test("leaves other values alone", () => {
    const filters = [include("level", "ERROR")];
    expect(toggleFilter(filters, "level", "INFO", "include")).toEqual([
      include("level", "ERROR"),
      include("level", "INFO"),
    ]);
  });
});

describe("composeQuery", () => {
  test("the typed text alone is sent as it is, trimmed", () => {
    expect(composeQuery("  a OR b ", [])).toEqual({ text: "a OR b", typedOffset: 0 });
  });

  test("an OR that was typed does not swallow the filters", () => {
    const { text, typedOffset } = composeQuery("a OR b", [include("level", "ERROR")]);
    expect(text).toBe("(a OR b) level:ERROR");
    expect(text.slice(typedOffset)).toMatch(/^a OR b/);
  });

  test.each(["a) OR (b", '"open', "(a", "message:/x", "a\\"])("%s is not closed and goes alone", (typed) => {
    expect(composeQuery(typed, [include("level", "ERROR")])).toEqual({ text: typed, typedOffset: 0 });
  });

  test("filters alone", () => {
    expect(composeQuery("", [exclude("service", "x")]).text).toBe("-service:x");
  });
});
