import { MerkleError } from "./errors.ts";
import type { TreeHasher } from "./hash.ts";
import { utf8 } from "./note-text.ts";
import type { NoteSigner, NoteVerifier } from "./note.ts";
import { ED25519, keyIdOf, parseVerifierKey } from "./verifier-key.ts";

/** Checks an Ed25519 signature, RFC 8032: a key of 32 bytes, a signature of 64. False for whatever is wrong with them. */
export type Ed25519Verify = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>;

/** Signs with one Ed25519 key: 64 bytes. */
export type Ed25519Sign = (message: Uint8Array) => Uint8Array | Promise<Uint8Array>;

const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/**
 * Knows a log's key, given as a verifier key of type ED25519.
 *
 * @throws MerkleError if it is not one.
 */
export function ed25519Verifier(vkey: string, hasher: Pick<TreeHasher, "digest">, verify: Ed25519Verify): NoteVerifier {
  const { name, keyId, key } = parseEd25519Key(vkey, ED25519, hasher);
  return {
    name,
    keyId,
    verify: (text, signature) => signature.length === SIGNATURE_BYTES && verify(key, utf8(text), signature),
  };
}

/**
 * Signs as a log does. The secret stays with `sign`; the public key is needed for the key id.
 *
 * @throws MerkleError if the name cannot be one or the public key has not 32 bytes; when signing, if the signature has not 64.
 */
export function ed25519Signer(
  name: string,
  publicKey: Uint8Array,
  hasher: Pick<TreeHasher, "digest">,
  sign: Ed25519Sign,
): NoteSigner {
  requirePublicKey(publicKey);
  return {
    name,
    keyId: keyIdOf(hasher.digest, name, ED25519, publicKey),
    sign: async (text) => requireSignature(await sign(utf8(text))),
  };
}

/**
 * Ed25519 by WebCrypto: Node and the browsers of today have it.
 *
 * @throws MerkleError where it is missing: an old engine, or a page that was not loaded over https or from disk.
 */
export async function webCryptoVerify(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  const subtle = (globalThis as { crypto?: { subtle?: typeof crypto.subtle } }).crypto?.subtle;
  if (subtle === undefined) throw new MerkleError("there is no WebCrypto here to check Ed25519 signatures with");
  // Copies: WebCrypto takes no shared memory.
  const key = await subtle.importKey("raw", publicKey.slice(), "Ed25519", false, ["verify"]).catch(refuse);
  return subtle.verify("Ed25519", key, signature.slice(), message.slice()).catch(refuse);
}

/** A key of 32 bytes is always imported: what is refused is the algorithm. */
function refuse(): never {
  throw new MerkleError("the WebCrypto here cannot check Ed25519 signatures");
}

/** A verifier key of the given type whose key has 32 bytes. @throws MerkleError */
export function parseEd25519Key(
  vkey: string,
  type: number,
  hasher: Pick<TreeHasher, "digest">,
): { readonly name: string; readonly keyId: number; readonly key: Uint8Array } {
  const parsed = parseVerifierKey(vkey, hasher.digest);
  if (parsed.type !== type) throw new MerkleError(`a key of type ${type} is needed, not of type ${parsed.type}`);
  requirePublicKey(parsed.key);
  return parsed;
}

/** @throws MerkleError unless it has 32 bytes. */
export function requirePublicKey(publicKey: Uint8Array): void {
  if (publicKey.length !== PUBLIC_KEY_BYTES) {
    throw new MerkleError(`an Ed25519 public key has ${PUBLIC_KEY_BYTES} bytes, not ${publicKey.length}`);
  }
}

/** @throws MerkleError unless it has 64 bytes. */
export function requireSignature(signature: Uint8Array): Uint8Array {
  if (signature.length !== SIGNATURE_BYTES) {
    throw new MerkleError(`an Ed25519 signature has ${SIGNATURE_BYTES} bytes, not ${signature.length}`);
  }
  return signature;
}
