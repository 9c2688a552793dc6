import fc from "fast-check";
import { expect, test } from "vitest";
import { LineCutter, type ByteLine } from "./byte-lines.ts";

function cut(chunks: readonly Buffer[], maxLineBytes = 1_000): ByteLine[] {
  const cutter = new LineCutter(maxLineBytes);
  return [...chunks.flatMap((chunk) => cutter.push(chunk)), ...cutter.finish()];
}

function texts(lines: readonly ByteLine[]): (string | undefined)[] {
  return lines.map(({ bytes }) => bytes?.toString());
}

test("LF, CRLF, empty lines and a last line without an end", () => {
  const lines = cut([Buffer.from("a\r\n\nb\rc\nd")]);
  expect(texts(lines)).toEqual(["a", "", "b\rc", "d"]);
  expect(lines.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  expect(lines.map(({ isEnded }) => isEnded)).toEqual([true, true, true, false]);
});

test("a byte order mark belongs to no line, but only at the start", () => {
  expect(texts(cut([Buffer.from("\uFEFFa\n\uFEFFb\n")]))).toEqual(["a", "\uFEFFb"]);
  expect(texts(cut([Buffer.from([0xef]), Buffer.from([0xbb]), Buffer.from([0xbf, 0x61])]))).toEqual(["a"]);
});

test("a line over the limit is not kept, its neighbours are", () => {
  const lines = cut([Buffer.from("1234\r\n12345"), Buffer.from("6\n1234\n12345\n"), Buffer.alloc(5_000, 0x61)], 4);
  expect(texts(lines)).toEqual(["1234", undefined, "1234", undefined, undefined]);
  expect(lines.map(({ lengthBytes }) => lengthBytes)).toEqual([4, 6, 4, 5, 5_000]);
});

test("however the bytes are cut into chunks, the lines are the same", () => {
  const byte = fc.constantFrom(0x0a, 0x0d, 0x61, 0xef, 0xbb, 0xbf);
  fc.assert(
    fc.property(
      fc.array(fc.array(byte, { maxLength: 6 }), { maxLength: 8 }),
      fc.integer({ min: 1, max: 6 }),
      (parts, max) => {
        const chunks = parts.map((part) => Buffer.from(part));
        expect(cut(chunks, max)).toEqual(cut([Buffer.concat(chunks)], max));
      },
    ),
  );
});

test("lines without BOM and CR are those of split", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "é", "\n"), { maxLength: 30 }), (parts) => {
      const text = parts.join("");
      const expected = text.split("\n");
      if (expected.at(-1) === "") expected.pop();
      expect(texts(cut([Buffer.from(text)]))).toEqual(expected);
    }),
  );
});
