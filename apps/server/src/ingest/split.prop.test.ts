import { MAX_LINE_BYTES } from "@daybook/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Piece } from "./body-pieces.ts";
import { splitJson } from "./split-json.ts";
import { splitLines } from "./split-lines.ts";

const texts = (pieces: Iterable<Piece>): (string | undefined)[] => Array.from(pieces, (piece) => piece.text?.trim());

test("lines are those that a plain split gives, with their numbers", () => {
  const line = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom("", " ", "\r", "\t "),
    fc.string({ minLength: 1 }).map((text) => text.repeat(3_000)),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), fc.boolean(), (lines, bom) => {
      fc.pre(!lines[0]?.startsWith("\uFEFF"));
      const body = Buffer.from((bom ? "\uFEFF" : "") + lines.join("\n"));
      const plain = body
        .subarray(bom ? 3 : 0)
        .toString()
        .split("\n");
      const expected = plain
        .map((text, i) => ({ line: i + 1, text }))
        .filter(({ text }) => /[^ \t\r\n]/.test(text))
        .map((one) => (Buffer.byteLength(one.text) > MAX_LINE_BYTES ? { line: one.line } : one));
      const found = Array.from(splitLines(body), ({ line: number, text }) =>
        text === undefined ? { line: number } : { line: number, text },
      );
      expect(found).toEqual(expected);
    }),
  );
});

test("a line with wrong bytes does not touch its neighbours", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (lines) => {
      const clean = lines.map((line) => Buffer.from(line.filter((byte) => byte !== 10)));
      const body = Buffer.from(clean.flatMap((line) => [...line, 10]));
      for (const { line, text, repaired } of splitLines(body)) {
        const own = clean[line - 1] as Buffer;
        const bytes = line === 1 && own.subarray(0, 3).equals(Buffer.from("\uFEFF")) ? own.subarray(3) : own;
        expect(text).toBe(bytes.toString());
        expect(repaired).toBe(!Buffer.from(bytes.toString()).equals(bytes));
      }
    }),
  );
});

test("the elements of an array are those that a parser finds", () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, "\t"), (values, space) => {
      const found = texts(splitJson(Buffer.from(JSON.stringify(values, null, space))));
      expect(found.map((text) => JSON.parse(text as string) as unknown)).toEqual(JSON.parse(JSON.stringify(values)));
    }),
  );
});

test("what is no array, or a broken one, never parses to fewer faults than it has", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('{"a":1}', ",", "[", "]", '"', "\\", " ", "x", '"b"'), { maxLength: 12 }),
      (parts) => {
        const text = `[${parts.join("")}`;
        let isWhole = true;
        try {
          JSON.parse(text);
        } catch {
          isWhole = false;
        }
        const parses = texts(splitJson(Buffer.from(text))).every((piece) => {
          try {
            JSON.parse(piece as string);
            return true;
          } catch {
            return false;
          }
        });
        expect(parses).toBe(isWhole);
      },
    ),
    { numRuns: 2_000 },
  );
});
