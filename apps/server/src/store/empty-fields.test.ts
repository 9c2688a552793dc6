import { expect, it } from "vitest";
import { encodeRecord } from "@daybook/protocol";
import { markEmptyFields } from "./empty-fields.ts";
import { record } from "./test-support/records.ts";

function marked(...lines: string[]): string[] {
  return markEmptyFields(Buffer.from(lines.map((line) => `${line}\n`).join("")))
    .toString()
    .trimEnd()
    .split("\n");
}

it("returns the same buffer when no field is empty", () => {
  const lines = Buffer.from(`${encodeRecord(record(1))}\n`);
  expect(markEmptyFields(lines)).toBe(lines);
});

it("names optional fields that are present and empty, in whichever line", () => {
  const plain = encodeRecord(record(1));
  const empty = encodeRecord(record(2, { symbol: "", pid: 0, audit_index: 0, stack_trace: [] }));
  const found = marked(plain, empty, plain);
  expect(found).toEqual([plain, `${empty.slice(0, -1)},"empty_fields":"symbol,stack_trace,pid,audit_index"}`, plain]);
});

it("is not taken in by text and data that look the same, nor by required fields", () => {
  const data = encodeRecord(record(1, { message: "", data: { symbol: "", pid: 0, x: [], y: 0 } }));
  const text = encodeRecord(record(2, { message: 'a":"",b' }));
  expect(marked(data, text)).toEqual([data, text]);
});

it("leaves lines alone that are no JSON", () => {
  expect(marked('{"symbol":"",', '{"pid":0,')).toEqual(['{"symbol":"",', '{"pid":0,']);
});
