import { expect, test } from "vitest";
import { MerkleError } from "./errors.ts";
import { noteText, utf8 } from "./note-text.ts";

test("strings and UTF-8 bytes give the same text, a byte order mark included", () => {
  for (const text of ["", "a\nb\n", "ed è subito sera.\n", "🚀", "\ufeffx", "\x7f\u0085"]) {
    expect(noteText("it", text, 100)).toBe(text);
    expect(noteText("it", utf8(text), 100)).toBe(text);
  }
});

test("control characters, invalid UTF-8 and half surrogate pairs are refused", () => {
  for (const text of ["\0", "a\tb", "a\r\n", "\x1f", "\ud800", "\udc00x"]) {
    expect(() => noteText("it", text, 100)).toThrow(MerkleError);
  }
  for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0]]) {
    expect(() => noteText("it", new Uint8Array(bytes), 100)).toThrow(MerkleError);
  }
});

test("the limit counts UTF-8 bytes", () => {
  expect(noteText("it", "éé", 4)).toBe("éé");
  expect(() => noteText("it", "éé", 3)).toThrow("it has more than 3 bytes");
  expect(() => noteText("it", utf8("éé"), 3)).toThrow("it has more than 3 bytes");
  expect(() => noteText("it", "\0".repeat(101), 100)).toThrow("more than 100");
});
