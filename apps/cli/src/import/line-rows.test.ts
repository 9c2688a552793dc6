import { expect, test } from "vitest";
import { textLines, type LineRowOptions } from "./line-rows.ts";
import type { Row } from "./row.ts";

async function rows(text: string | Buffer, plainText: LineRowOptions["plainText"]): Promise<string[]> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  const all: Row[] = [];
  for await (const list of textLines(chunks(), { plainText })) all.push(...list);
  return all.map((row) => `${row.number} ${"fault" in row ? row.fault.code : row.text.toString()}`);
}

test("empty lines give no row, but they count", async () => {
  expect(await rows('{"a":1}\n\n  \t\n{"b":2}\n', "as-is")).toEqual(['1 {"a":1}', '4 {"b":2}']);
});

test("what becomes of lines that are no objects", async () => {
  const text = 'say "hi"\n {"a":1}';
  expect(await rows(text, "as-is")).toEqual(['1 say "hi"', '2  {"a":1}']);
  expect(await rows(text, "as-message")).toEqual(['1 {"message":"say \\"hi\\""}', '2  {"a":1}']);
  expect(await rows(text, "every-line")).toEqual(['1 {"message":"say \\"hi\\""}', '2 {"message":" {\\"a\\":1}"}']);
});

test("bytes that are not UTF-8 are sent as they are in JSON and refused as a message", async () => {
  const bytes = Buffer.from('caf\xe9\n{"a":"\xe9"}', "latin1");
  expect(await rows(bytes, "as-message")).toEqual(["1 DAYBOOK_INGEST_INVALID_JSON", '2 {"a":"\uFFFD"}']);
});

test("a line over the limit is a fault with the limit in its text", async () => {
  expect(await rows(`${"x".repeat(300_000)}\n{"a":1}`, "as-is")).toEqual([
    "1 DAYBOOK_INGEST_LINE_TOO_LONG",
    '2 {"a":1}',
  ]);
});
