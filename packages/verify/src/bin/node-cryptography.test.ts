import { webCryptoVerify } from "@daybook/merkle";
import { expect, test } from "vitest";
import { nodeCryptography } from "./node-cryptography.ts";

const { hasher, verifyEd25519 } = nodeCryptography;
const bytes = (digits: string): Uint8Array => Buffer.from(digits, "hex");
/** The second example of RFC 8032 §7.1. */
const KEY = bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
const SIGNATURE = bytes(
  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
);

test("SHA-256", () => {
  expect(Buffer.from(hasher.empty).toString("hex")).toBe(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
});

test("Ed25519, with the same answers as WebCrypto", async () => {
  const message = bytes("72");
  for (const [key, text, signature, holds] of [
    [KEY, message, SIGNATURE, true],
    [KEY, bytes("73"), SIGNATURE, false],
    [KEY.subarray(1), message, SIGNATURE, false],
    [KEY, message, SIGNATURE.subarray(1), false],
  ] as const) {
    expect(await verifyEd25519(key, text, signature)).toBe(holds);
    expect(await webCryptoVerify(key, text, signature)).toBe(holds);
  }
});
