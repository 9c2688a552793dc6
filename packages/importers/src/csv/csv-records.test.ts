import { expect, test } from "vitest";
import { chunksOf } from "../test-support/chunks.ts";
import { csvRecords, likelyDelimiter, type CsvRecord } from "./csv-records.ts";

async function read(text: string, chunkBytes = 1_000, delimiter = ","): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const list of csvRecords(chunksOf(text, chunkBytes), { delimiter })) records.push(...list);
  return records;
}

test("records carry the line on which they begin, however the bytes are cut", async () => {
  const text = '\uFEFFa,b\r\n\r\n"x\r\ny",1\r\nz,2\r\n';
  for (const chunkBytes of [1, 2, 5, 1_000]) {
    expect(await read(text, chunkBytes)).toEqual([
      { number: 1, cells: ["a", "b"] },
      { number: 3, cells: ["x\r\ny", "1"] },
      { number: 5, cells: ["z", "2"] },
    ]);
  }
});

test("a quote that never ends costs nothing before it", async () => {
  expect(await read('a\nb\n"open\n')).toEqual([
    { number: 1, cells: ["a"] },
    { number: 2, cells: ["b"] },
    { number: 3, fault: expect.stringContaining("nothing was read") },
  ]);
});

test.each([
  ["a,b;c", ","],
  ["a;b;c,d", ";"],
  ["a\tb", "\t"],
  ['"a,b,c"|d', "|"],
  ["alone", ","],
])("the delimiter of %j is %j", (header, delimiter) => {
  expect(likelyDelimiter(Buffer.from(`${header}\n1;2;3;4;5`))).toBe(delimiter);
});
