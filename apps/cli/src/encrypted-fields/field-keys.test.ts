import { expect, test } from "vitest";
import { parseFieldKeys } from "./field-keys.ts";

const A = Buffer.alloc(32, 1).toString("base64");
const B = Buffer.alloc(32, 2).toString("base64url");

test.each([
  ["an object", JSON.stringify({ k1: A, "team:k2": B })],
  ["lines", `# keys of the desk\nk1:${A}\r\n\n team:k2: ${B} \n`],
])("%s of keys", (_name, text) => {
  const keys = parseFieldKeys(text, "keys");
  expect([...keys.keys()]).toEqual(["k1", "team:k2"]);
  expect([...keys.values()]).toEqual([Buffer.alloc(32, 1), Buffer.alloc(32, 2)]);
});

test.each([
  ["", "has no key"],
  ["{}", "has no key"],
  [`k1:${Buffer.alloc(16).toString("base64")}`, 'the key "k1" is not 32 bytes'],
  ['{"k1":1}', 'the key "k1" is not 32 bytes'],
  [A, "line 1 is not id:base64"],
  [`{"k1":"${A}"`, "is not JSON"],
  [`k1:${A}\nk1:${B}`, "given twice"],
])("%j is refused without a word of the key", (text, message) => {
  const parse = (): unknown => parseFieldKeys(text, "keys");
  expect(parse).toThrow(message);
  expect(parse).toThrow(expect.not.stringContaining(A));
});
