import type { JsonObject, JsonValue } from "@daybook/protocol";
import { describe, expect, test } from "vitest";
import { copyText, initiallyOpen, preview, treeRows } from "./data-tree.ts";

const data: JsonObject = {
  code: -2019,
  request: { symbol: "X", headers: { "a/b": "1" } },
  list: [{ n: 1 }, null],
  empty: {},
};

describe("treeRows", () => {
  test("shut branches hide what is below", () => {
    const rows = treeRows(data, new Set(), "data");
    expect(rows.map((row) => [row.key, row.kind, row.isOpen])).toEqual([
      ["code", "number", undefined],
      ["request", "object", false],
      ["list", "array", false],
      ["empty", "object", undefined],
    ]);
  });

  test("open branches show it, with names for the search", () => {
    const rows = treeRows(data, initiallyOpen(data, 100), "data");
    expect(rows.map((row) => [row.depth, row.pointer, row.field])).toEqual([
      [0, "/code", "data.code"],
      [0, "/request", "data.request"],
      [1, "/request/symbol", "data.request.symbol"],
      [1, "/request/headers", "data.request.headers"],
      [2, "/request/headers/a~1b", "data.request.headers.a/b"],
      [0, "/list", "data.list"],
      [1, "/list/0", undefined],
      [2, "/list/0/n", undefined],
      [1, "/list/1", undefined],
      [0, "/empty", "data.empty"],
    ]);
  });
});

test("large trees open at their first level only", () => {
  const wide: JsonObject = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, { a: 1, b: 2 }]));
  const open = initiallyOpen(wide, 10);
  expect([...open]).toEqual([""]);
});

test.each<[JsonValue, string]>([
  ["text", "text"],
  [[1, 2], "[2]"],
  [{}, "{}"],
  [null, "null"],
  [false, "false"],
])("preview of %j is %s", (value, text) => {
  expect(preview(value)).toBe(text);
});

test("a long text is cut and says how long it was; copying takes all of it", () => {
  const long = "x".repeat(1_000);
  expect(preview(long)).toMatch(/^x{400}… \(1000 characters\)$/);
  expect(copyText(long)).toBe(long);
  expect(copyText({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
});
