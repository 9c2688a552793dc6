import { expect, it } from "vitest";
import { parseCursor, printCursor } from "./page-cursor.ts";

const cursor = { timestamp: "2026-01-15T10:00:00.123456Z", seq: 42, asOfSeq: 99, hash: "abcdefghijkl" };

it("comes back as it was", () => {
  expect(parseCursor(printCursor(cursor), cursor.hash)).toEqual(cursor);
});

it.each([
  ["nonsense", "!!"],
  ["empty", ""],
  ["another version", Buffer.from('[2,"2026-01-15T10:00:00.123456Z",1,1,"abcdefghijkl"]').toString("base64url")],
  ["a time with SQL in it", Buffer.from(`[1,"' OR 1",1,1,"abcdefghijkl"]`).toString("base64url")],
  [
    "a number that is none",
    Buffer.from('[1,"2026-01-15T10:00:00.123456Z","1",1,"abcdefghijkl"]').toString("base64url"),
  ],
])("refuses %s", (_name, text) => {
  expect(() => parseCursor(text, cursor.hash)).toThrow(expect.objectContaining({ code: "DAYBOOK_STORE_CURSOR" }));
});

it("refuses the cursor of another search", () => {
  expect(() => parseCursor(printCursor(cursor), "anotherhash1")).toThrow(/another filter/);
});
