import fc from "fast-check";
import { expect, test } from "vitest";
import { MerkleError } from "./errors.ts";
import { hasher } from "./test-support/naive-tree.ts";
import { nearly, unlessRefused } from "./test-support/refusal.ts";
import { KNOWN_KEY } from "./test-support/signed-note.ts";
import { COSIGNATURE_V1, ED25519, formatVerifierKey, keyIdOf, parseVerifierKey } from "./verifier-key.ts";

/** A key of Go's x/mod, and one whose base64 has a plus. */
const KEYS = [
  KNOWN_KEY,
  "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
  "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
];

test("keys of other implementations are read, and written again as they were", () => {
  for (const vkey of KEYS) {
    const key = parseVerifierKey(vkey, hasher.digest);
    expect([key.type, key.key.length]).toEqual([ED25519, 32]);
    expect(keyIdOf(hasher.digest, key.name, key.type, key.key)).toBe(key.keyId);
    expect(formatVerifierKey(key)).toBe(vkey);
  }
  expect(parseVerifierKey(KNOWN_KEY, hasher.digest)).toMatchObject({ name: "example.com/foo", keyId: 0x53_0d_90_3a });
});

test("the same key has another id as a witness's, and under another name", () => {
  const { name, key, keyId } = parseVerifierKey(KNOWN_KEY, hasher.digest);
  expect(keyIdOf(hasher.digest, name, COSIGNATURE_V1, key)).not.toBe(keyId);
  expect(keyIdOf(hasher.digest, `${name}x`, ED25519, key)).not.toBe(keyId);
});

test("every cut and every changed character of a key is refused", () => {
  for (const vkey of KEYS) {
    for (let i = 0; i < vkey.length; i++) {
      expect(() => parseVerifierKey(vkey.slice(i + 1), hasher.digest)).toThrow(MerkleError);
      expect(() => parseVerifierKey(vkey.slice(0, i), hasher.digest)).toThrow(MerkleError);
      const next = String.fromCharCode(vkey.charCodeAt(i) + 1);
      expect(() => parseVerifierKey(vkey.slice(0, i) + next + vkey.slice(i + 1), hasher.digest)).toThrow(MerkleError);
    }
  }
});

test("other spellings, empty parts and keys that are too long are refused", () => {
  for (const vkey of [
    "",
    "+",
    "++",
    "a+00000000+",
    "a+00000000",
    KNOWN_KEY.toUpperCase(),
    ` ${KNOWN_KEY}`,
    `${KNOWN_KEY}\n`,
  ]) {
    expect(() => parseVerifierKey(vkey, hasher.digest), vkey).toThrow(MerkleError);
  }
  expect(() => parseVerifierKey(`a+00000000+${"A".repeat(1_000_000)}`, hasher.digest)).toThrow("8192 characters");
});

test("what cannot be a key is not written", () => {
  const good = { name: "a", keyId: 1, type: 1, key: new Uint8Array(1) };
  for (const bad of [{ name: "" }, { keyId: 2 ** 32 }, { type: 256 }, { type: -1 }, { key: new Uint8Array(0) }]) {
    expect(() => formatVerifierKey({ ...good, ...bad })).toThrow(MerkleError);
  }
  expect(() => keyIdOf(hasher.digest, "a b", 1, good.key)).toThrow(MerkleError);
  expect(() => keyIdOf(hasher.digest, "a", 256, good.key)).toThrow(MerkleError);
  expect(() => keyIdOf(hasher.digest, "a", 1, new Uint8Array(0))).toThrow(MerkleError);
});

test("random text is refused or written again as it was", () => {
  fc.assert(
    fc.property(nearly(KEYS, ["+", "a", "00000000", "AQ==", " ", "=", "F"]), (text) => {
      const key = unlessRefused(() => parseVerifierKey(text, hasher.digest));
      if (key !== undefined) expect(formatVerifierKey(key)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});
