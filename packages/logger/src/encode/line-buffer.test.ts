import fc from "fast-check";
import { expect, it } from "vitest";
import { LineBuffer } from "./line-buffer.ts";

it("holds what was added, byte for byte, whatever its first size", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), fc.integer({ min: 1, max: 64 }), (lines, capacity) => {
      const buffer = new LineBuffer(capacity);
      for (const line of lines) {
        buffer.add(line);
        buffer.end();
      }
      const expected = lines.map((line) => `${line}\n`).join("");
      expect(buffer.bytes().toString("utf8")).toBe(expected);
      expect(buffer.length).toBe(Buffer.byteLength(expected));
      expect(buffer.drain().toString("utf8")).toBe(expected);
      expect(buffer.length).toBe(0);
    }),
  );
});

it("says whether a text surely fits", () => {
  const buffer = new LineBuffer(10);
  expect(buffer.hasRoomFor("€€€")).toBe(true);
  expect(buffer.hasRoomFor("€€€€")).toBe(false);
});
