import { RECORD_FIELDS } from "@daybook/protocol";
import { expect, test } from "vitest";
import { eventColumns, eventValue } from "./event-columns.ts";

test("fields of a record are held as what they are, others as text", () => {
  expect(
    eventColumns(["timestamp", "price", "seq", "data", "stack_trace", "level", "data.confidence", "constructor"]),
  ).toEqual([
    { name: "timestamp", kind: "time" },
    { name: "price", kind: "decimal" },
    { name: "seq", kind: "integer" },
    { name: "data", kind: "json" },
    { name: "stack_trace", kind: "list" },
    { name: "level", kind: "text" },
    { name: "data.confidence", kind: "text" },
    { name: "constructor", kind: "text" },
  ]);
  expect(eventColumns().map(({ name }) => name)).toEqual(Object.keys(RECORD_FIELDS));
});

test("a path of names leads into objects, never into what they inherit", () => {
  const row = { "a.b": 1, data: { a: { c: 2 }, list: [7] } };
  expect(eventValue(row, "a.b")).toBe(1);
  expect(eventValue(row, "data.a.c")).toBe(2);
  expect(eventValue(row, "data.x.c")).toBeUndefined();
  expect(eventValue(row, "data.constructor")).toBeUndefined();
  expect(eventValue(row, "toString")).toBeUndefined();
});
