import fc from "fast-check";
import { expect, test } from "vitest";
import { MerkleError } from "./errors.ts";
import { MAX_NOTE_SIGNATURES } from "./limits.ts";
import {
  formatSignatureLines,
  parseSignatureLines,
  readKeyId,
  requireKeyId,
  requireKeyName,
} from "./signature-lines.ts";
import { nearly, unlessRefused } from "./test-support/refusal.ts";

const LINE = "— example.com/a AAAAAQI=\n";
const SIGNATURE = { name: "example.com/a", keyId: 1, signature: new Uint8Array([2]) };

test("a line holds name, key id and signature", () => {
  expect(parseSignatureLines(LINE)).toEqual([SIGNATURE]);
  expect(formatSignatureLines([SIGNATURE])).toBe(LINE);
  expect(parseSignatureLines("— é ////////\n")[0]).toEqual({
    name: "é",
    keyId: 0xff_ff_ff_ff,
    signature: new Uint8Array([255, 255]),
  });
});

test("other spellings are refused", () => {
  for (const text of [
    "",
    "\n",
    LINE.trimEnd(),
    LINE + "\n",
    "\n" + LINE,
    LINE + "Unexpected line.\n",
    LINE.replace("— ", "- "),
    LINE.replace("— ", "—"),
    LINE.replace("— ", "—  "),
    LINE.replace("example.com/a", ""),
    LINE.replace("example.com/a", "a+b"),
    LINE.replace("example.com/a", "a\u00a0b"),
    LINE.replace("example.com/a", "a\u2028b"),
    LINE.replace("example.com/a", "a\u0085b"),
    LINE.replace("example.com/a ", "example.com/a"),
    LINE.replace(" AAAAAQI=", "  AAAAAQI="),
    LINE.replace("AAAAAQI=", "AAAAAQI= "),
    LINE.replace("AAAAAQI=", "AAAAAQI"),
    LINE.replace("AAAAAQI=", "AAAAAQJ="),
    LINE.replace("AAAAAQI=", "AAAAAQ=="),
    LINE.replace("AAAAAQI=", "AAAA"),
    LINE.replace("AAAAAQI=", ""),
    LINE.replace("\n", "\r\n"),
  ]) {
    expect(() => parseSignatureLines(text), JSON.stringify(text)).toThrow(MerkleError);
  }
});

test("the number of signatures is bounded, and there is one at least", () => {
  expect(parseSignatureLines(LINE.repeat(MAX_NOTE_SIGNATURES))).toHaveLength(MAX_NOTE_SIGNATURES);
  expect(() => parseSignatureLines(LINE.repeat(MAX_NOTE_SIGNATURES + 1))).toThrow(MerkleError);
  expect(() => formatSignatureLines([])).toThrow(MerkleError);
  expect(() => formatSignatureLines(Array.from({ length: MAX_NOTE_SIGNATURES + 1 }, () => SIGNATURE))).toThrow(
    MerkleError,
  );
});

test("names and key ids that cannot be are not written", () => {
  for (const name of ["", "a b", "a+b", "a\nb", "a\0", "\u3000", "\ud800"]) {
    expect(() => requireKeyName(name)).toThrow(MerkleError);
    expect(() => formatSignatureLines([{ ...SIGNATURE, name }])).toThrow(MerkleError);
  }
  for (const keyId of [-1, 0.5, 2 ** 32, Number.NaN]) {
    expect(() => requireKeyId(keyId)).toThrow(MerkleError);
    expect(() => formatSignatureLines([{ ...SIGNATURE, keyId }])).toThrow(MerkleError);
  }
  expect(() => formatSignatureLines([{ ...SIGNATURE, signature: new Uint8Array(0) }])).toThrow(MerkleError);
  expect(() => readKeyId(new Uint8Array(3))).toThrow(MerkleError);
  expect(readKeyId(new Uint8Array([9, 0x53, 0x0d, 0x90, 0x3a]).subarray(1))).toBe(0x53_0d_90_3a);
});

test("random text is refused or written again as it was", () => {
  fc.assert(
    fc.property(nearly([LINE, LINE + LINE], ["— ", " ", "a", "+", "\n", "AAAAAQI=", "=", "Q"]), (text) => {
      const signatures = unlessRefused(() => parseSignatureLines(text));
      if (signatures !== undefined) expect(formatSignatureLines(signatures)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});
