import { describe, expect, test } from "vitest";
import { csvRows, type CsvOptions } from "./csv-rows.ts";
import { parseMap } from "./column-map.ts";

async function read(text: string, options: Partial<CsvOptions> = {}, chunkBytes = 1_000): Promise<[number, unknown][]> {
  const bytes = Buffer.from(text);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const rows: [number, unknown][] = [];
  for await (const list of csvRows(chunks(), { map: new Map(), head: bytes, ...options })) {
    for (const row of list)
      rows.push([row.number, "fault" in row ? row.fault.reason : JSON.parse(row.text.toString())]);
  }
  return rows;
}

describe("numbers of rows are the lines on which they begin", () => {
  const expected = [
    [4, { message: "a", data: { x: 1 } }],
    [5, { message: "two\nlines", data: { x: 2 } }],
    [7, { message: "c", data: { x: 3 } }],
  ];
  test.each(["\n", "\r\n"])("with %j, however the bytes are cut", async (end) => {
    const text = ["\uFEFFmessage,x", "", "", "a,1", `"two${end}lines",2`, "c,3", ""].join(end);
    const wanted = JSON.parse(JSON.stringify(expected).replace("\\n", JSON.stringify(end).slice(1, -1))) as unknown;
    for (const chunkBytes of [1, 2, 3, 7, 1_000]) expect(await read(text, {}, chunkBytes)).toEqual(wanted);
  });
});

test("a record with another count of cells is a fault, and its neighbours are kept", async () => {
  expect(await read("message,x\na,1\nb\nc,3,4\nd,5\n")).toEqual([
    [2, { message: "a", data: { x: 1 } }],
    [3, "the record has 1 cells, the header has 2"],
    [4, "the record has 3 cells, the header has 2"],
    [5, { message: "d", data: { x: 5 } }],
  ]);
});

test("a stray quote is text; a quote that never ends is a fault behind what was good", async () => {
  expect(await read('message\n5" pipe\nb\n')).toEqual([
    [2, { message: '5" pipe' }],
    [3, { message: "b" }],
  ]);
  const rows = await read('message\na\n"open\nb\nc\n');
  expect(rows).toEqual([
    [2, { message: "a" }],
    [3, expect.stringContaining("Quote Not Closed")],
  ]);
});

test("a record over the limit ends the reading with a fault, in bounded memory", async () => {
  const rows = await read(`message\na\n"${"x".repeat(300_000)}`, {}, 50_000);
  expect(rows[0]).toEqual([2, { message: "a" }]);
  expect(rows[1]).toEqual([3, expect.stringContaining("nothing was read")]);
});

test("a wrong --map names the columns there are", async () => {
  await expect(read("a,b\n1,2\n", { map: parseMap(["c=price"]) })).rejects.toThrow("there is no column c");
});

test("an empty file and a header alone have no rows", async () => {
  expect(await read("")).toEqual([]);
  expect(await read("a,b\n")).toEqual([]);
});
