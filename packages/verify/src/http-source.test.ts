import { expect, test } from "vitest";
import { fileOf, httpSource, namesOf } from "./http-source.ts";
import { impatient, startFileServer } from "./test-support/file-server.ts";

const FILES = new Map([
  ["checkpoint", Buffer.from("head")],
  ["checkpoints/3", Buffer.from("three")],
  ["checkpoints/12", Buffer.from("twelve")],
]);

test("files and lists of a server", async () => {
  await using server = await startFileServer(FILES, { canList: true });
  const source = httpSource(server.url, impatient(), true);
  expect(Buffer.from((await source.read("checkpoint"))!).toString()).toBe("head");
  expect(await source.read("tile/0/000")).toBeUndefined();
  expect(await source.list!("checkpoints")).toEqual(["3", "12"]);
  expect(await source.list!("receipts")).toEqual([]);
  expect(httpSource(server.url, impatient(), false)).not.toHaveProperty("list");
});

test.each([
  [401, "refused"],
  [403, "refused"],
  [500, "answer"],
  [302, "answer"],
])("the answer %i is no file", (status, kind) => {
  const bytes = Buffer.from('{"detail":"why"}');
  expect(() => fileOf("http://a", { status, type: "", bytes })).toThrow(expect.objectContaining({ kind }));
  expect(() => fileOf("http://a", { status, type: "", bytes })).toThrow("why");
});

test("a web page is no file", () => {
  expect(() => fileOf("http://a", { status: 200, type: "text/html", bytes: new Uint8Array(0) })).toThrow("web page");
});

test("a list that is none", async () => {
  await using server = await startFileServer(new Map([["checkpoints/", Buffer.from('["../keys/0"]')]]));
  await expect(httpSource(server.url, impatient(), true).list!("checkpoints")).rejects.toMatchObject({
    kind: "answer",
  });
});

test.each(["", "{}", "[1]", '["a/b"]', '[".."]', '[""]', '["a","b\\n"]', `["${"a".repeat(65)}"]`])(
  "%j is no list",
  (text) => {
    expect(namesOf(Buffer.from(text))).toBeUndefined();
  },
);
