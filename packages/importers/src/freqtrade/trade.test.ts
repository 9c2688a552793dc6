import { expect, test } from "vitest";
import { isTrue, keptRow, requireAmount, shown, textOf, timeOf } from "./trade.ts";

test("times of SQLAlchemy are UTC", () => {
  expect(timeOf("2024-01-24 03:15:01.825000")).toBe("2024-01-24T03:15:01.825000Z");
  expect(timeOf("2024-01-24 03:15:01+00:00")).toBe("2024-01-24T03:15:01.000000Z");
  expect(timeOf(1_704_080_220_000)).toBe("2024-01-01T03:37:00.000000Z");
  for (const none of [null, undefined, "soon", {}, true]) expect(timeOf(none)).toBeUndefined();
});

test("texts, truths and amounts of columns", () => {
  expect([textOf("a"), textOf(5), textOf(""), textOf(null)]).toEqual(["a", "5", undefined, undefined]);
  expect([isTrue(1), isTrue(true), isTrue(0), isTrue(null)]).toEqual([true, true, false, false]);
  expect(requireAmount({ a: 1.5 }, "a")).toBe("1.5");
  expect(() => requireAmount({}, "a")).toThrow("a is missing");
  expect(() => requireAmount({ a: 0 }, "a")).toThrow("a is 0, not a positive number");
  expect(shown("x".repeat(100))).toHaveLength(60);
});

test("the row is kept without what is empty; what is huge is cut", () => {
  const row = keptRow(
    { a: 1, b: null, c: "x".repeat(5_000), d: new Uint8Array(3), e: [1], orders: [], f: Number.NaN },
    ["orders"],
  );
  expect(row).toMatchObject({ a: 1, d: "3 bytes", e: "[1]", f: "NaN" });
  expect(row["c"]).toMatch(/\(5000 characters\)$/);
  expect(row).not.toHaveProperty("b");
  expect(row).not.toHaveProperty("orders");
});
