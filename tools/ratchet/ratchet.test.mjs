import { expect, test } from "vitest";
import { compare } from "./compare.mjs";
import { DEBTS } from "./debts.mjs";

const path = "packages/logger/src/a.ts";
const TESTED = { path: "packages/logger/src/a.test.ts", text: "" };

/** For each debt: a text that owes it once, and one that does not. */
const CASES = {
  "the type any": ["let x: any;", "let x: unknown; // any"],
  "non-null !": ["f(x!);", "f(!x);"],
  "as unknown as": ["const x = y as unknown as Z;", "const x = y as Z;"],
  "functions over 70 lines": [`function f() {\n${"  g();\n".repeat(70)}}`, `function f() {\n${"  g();\n".repeat(68)}}`],
  "files over 250 lines": ["x;\n".repeat(251), "x;\n".repeat(250)],
  "silenced rules": ["// @ts-expect-error odd\nf();", "f();"],
  "files without a test beside them": [
    "export function f() {}",
    "export interface F {\n  (): void;\n}\nexport const LIMIT = 3;",
  ],
};

test("every debt has its case", () => {
  expect(Object.keys(CASES)).toEqual(Object.keys(DEBTS));
});

test.each(Object.entries(CASES))("%s is counted", (name, [owing, free]) => {
  expect(DEBTS[name]([{ path, text: owing }])).toHaveLength(1);
  expect(DEBTS[name]([{ path, text: free }])).toEqual([]);
});

test("a test beside the file pays for it", () => {
  const source = { path, text: "export function f() {}" };
  expect(DEBTS["files without a test beside them"]([source, TESTED])).toEqual([]);
});

test("tests owe nothing", () => {
  expect(DEBTS["the type any"]([{ path: TESTED.path, text: "let x: any;" }])).toEqual([]);
});

test("what rose is named, what fell is recorded, what is new is taken as it is", () => {
  expect(compare({ a: 1, b: 5, gone: 2 }, { a: 2, b: 3, fresh: 7 })).toEqual({
    risen: ["a"],
    fallen: ["b"],
    next: { a: 1, b: 3, fresh: 7 },
  });
});
