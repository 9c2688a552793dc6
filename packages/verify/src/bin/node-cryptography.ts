import { createPublicKey, hash, verify } from "node:crypto";
import { createTreeHasher } from "@daybook/merkle";
import type { Cryptography } from "../trail-keys.ts";

/** SubjectPublicKeyInfo of Ed25519 before the 32 bytes of the key, RFC 8410. */
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");
const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** SHA-256 and Ed25519 of Node. */
export const nodeCryptography: Cryptography = {
  hasher: createTreeHasher((data, target, at) => {
    target.set(hash("sha256", data, "buffer"), at);
  }),
  verifyEd25519: (publicKey, message, signature) => {
    if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
    const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: "der", type: "spki" });
    return verify(null, message, key, signature);
  },
};
