import { expect, test } from "vitest";
import { present, rowFault } from "./imported-row.ts";

test("what is absent is left out, nought and false stay", () => {
  expect(present({ a: undefined, b: null, c: "", d: 0, e: false, f: "x" })).toEqual({ d: 0, e: false, f: "x" });
});

test("a fault carries the code of the registry", () => {
  expect(rowFault(4, 2, "why")).toEqual({ number: 4, line: 2, fault: { code: "DAYBOOK_IMPORT_ROW", reason: "why" } });
});
