import { createTreeHasher, webCryptoVerify } from "@daybook/merkle";
import type { Cryptography } from "@daybook/verify";
import { sha256 } from "@noble/hashes/sha2.js";

/** Hashes by a library, since WebCrypto's are a promise each; signatures by WebCrypto. */
export const pageCryptography: Cryptography = {
  hasher: createTreeHasher((data, target, at) => target.set(sha256(data), at)),
  verifyEd25519: webCryptoVerify,
};

/** The first example of RFC 8032 §7.1: the signature of nothing. */
const PUBLIC_KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
const SIGNATURE =
  "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

/** Whether this browser checks Ed25519 signatures: an old one does not, and that must not look like damage. */
export async function hasEd25519(): Promise<boolean> {
  try {
    return await webCryptoVerify(bytesOf(PUBLIC_KEY), new Uint8Array(0), bytesOf(SIGNATURE));
  } catch {
    return false;
  }
}

function bytesOf(digits: string): Uint8Array {
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}
