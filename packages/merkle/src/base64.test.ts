import fc from "fast-check";
import { expect, test } from "vitest";
import { base64Decode, base64Encode } from "./base64.ts";
import { MerkleError } from "./errors.ts";
import { nearly, unlessRefused } from "./test-support/refusal.ts";

test("bytes become the base64 of Node and come back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = base64Encode(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64"));
      expect(base64Decode(text)).toEqual(bytes);
    }),
  );
});

test("a megabyte goes both ways", () => {
  const bytes = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i * 7) % 256);
  expect(base64Encode(bytes)).toBe(Buffer.from(bytes).toString("base64"));
  expect(base64Decode(base64Encode(bytes)).length).toBe(bytes.length);
});

test("other alphabets, missing padding, spaces and set bits that no byte uses are refused", () => {
  for (const text of [
    "AA",
    "AAA",
    "AA=",
    "A===",
    "====",
    "=",
    "AA==AA==",
    "AAAA=",
    "AA A",
    "AAA\n",
    "AA-_",
    "AAA=AAAA",
    "AB==",
    "AAB=",
    "AA=A",
    "AAAÀ",
    "AAA\ud800",
    "Aİ==",
    "AAAA====",
  ]) {
    expect(() => base64Decode(text), text).toThrow(MerkleError);
  }
  expect(() => base64Decode("AB==", "the root")).toThrow("the root is not canonical base64");
});

test("random text is refused or written again as it was", () => {
  const examples = ["", "AA==", "AAA=", "AAAA", "AEA/+Zz=", "Zm9vYmFy"];
  fc.assert(
    fc.property(nearly(examples, ["A", "Q", "g", "w", "=", "==", "/", "+", "-", "\n"]), (text) => {
      const bytes = unlessRefused(() => base64Decode(text));
      if (bytes !== undefined) expect(base64Encode(bytes)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});
