import { afterEach, expect, test, vi } from "vitest";
import {
  ed25519Signer,
  ed25519Verifier,
  parseEd25519Key,
  requirePublicKey,
  requireSignature,
  webCryptoVerify,
} from "./ed25519.ts";
import { MerkleError } from "./errors.ts";
import { openNote, signNote } from "./note.ts";
import { hasher } from "./test-support/naive-tree.ts";
import { nodeVerify, testKey } from "./test-support/signed-note.ts";
import { ED25519, formatVerifierKey, keyIdOf } from "./verifier-key.ts";

const ANNA = testKey("example.com/anna");
const bytes = (text: string) => new TextEncoder().encode(text);

afterEach(() => {
  vi.unstubAllGlobals();
});

/** RFC 8032 §7.1, test 2. */
const RFC_KEY = Buffer.from("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "hex");
const RFC_SIGNATURE = Buffer.from(
  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  "hex",
);

test("WebCrypto knows the answer of RFC 8032, and is false for everything else", async () => {
  const message = new Uint8Array([0x72]);
  expect(await webCryptoVerify(RFC_KEY, message, RFC_SIGNATURE)).toBe(true);
  expect(await webCryptoVerify(RFC_KEY, new Uint8Array([0x73]), RFC_SIGNATURE)).toBe(false);
  expect(await webCryptoVerify(ANNA.publicKey, message, RFC_SIGNATURE)).toBe(false);
  expect(await webCryptoVerify(new Uint8Array(32).fill(255), message, RFC_SIGNATURE)).toBe(false);
  expect(await webCryptoVerify(RFC_KEY.subarray(1), message, RFC_SIGNATURE)).toBe(false);
  expect(await webCryptoVerify(RFC_KEY, message, RFC_SIGNATURE.subarray(1))).toBe(false);
});

test("without Ed25519 in WebCrypto the answer is an error, not false", async () => {
  const ask = () => webCryptoVerify(RFC_KEY, new Uint8Array([0x72]), RFC_SIGNATURE);
  vi.stubGlobal("crypto", {});
  await expect(ask()).rejects.toThrow(MerkleError);
  const refuses = () => Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError"));
  vi.stubGlobal("crypto", { subtle: { importKey: refuses } });
  await expect(ask()).rejects.toThrow(MerkleError);
});

test("a log signs, and WebCrypto and Node verify", async () => {
  const note = await signNote("hello\n", [ANNA.signer]);
  for (const verify of [webCryptoVerify, nodeVerify]) {
    const opened = await openNote(note, [ed25519Verifier(ANNA.vkey, hasher, verify)]);
    expect(opened.verified).toHaveLength(1);
    await expect(
      openNote(note.replace("hello", "hallo"), [ed25519Verifier(ANNA.vkey, hasher, verify)]),
    ).rejects.toThrow(MerkleError);
  }
});

test("signatures of other lengths are wrong without being looked at", async () => {
  const verifier = ed25519Verifier(ANNA.vkey, hasher, () => {
    throw new Error("asked");
  });
  for (const length of [0, 63, 65, 72]) expect(await verifier.verify("x\n", new Uint8Array(length))).toBe(false);
});

test("keys of another type or length are refused", () => {
  expect(() => ed25519Verifier(ANNA.witnessVkey, hasher, nodeVerify)).toThrow(
    "a key of type 1 is needed, not of type 4",
  );
  const key = new Uint8Array(31);
  const keyId = keyIdOf(hasher.digest, "a", ED25519, key);
  const short = formatVerifierKey({ name: "a", keyId, type: ED25519, key });
  expect(() => ed25519Verifier(short, hasher, nodeVerify)).toThrow(MerkleError);
  expect(() => parseEd25519Key(short, ED25519, hasher)).toThrow(MerkleError);
  expect(() => requirePublicKey(key)).toThrow(MerkleError);
  expect(() => ed25519Signer("a", key, hasher, () => bytes(""))).toThrow(MerkleError);
  expect(() => ed25519Signer("a b", ANNA.publicKey, hasher, () => bytes(""))).toThrow(MerkleError);
});

test("a signer that answers with other than 64 bytes is refused", async () => {
  const signer = ed25519Signer("a", ANNA.publicKey, hasher, () => new Uint8Array(63));
  await expect(signNote("x\n", [signer])).rejects.toThrow(MerkleError);
  expect(() => requireSignature(new Uint8Array(65))).toThrow(MerkleError);
});
