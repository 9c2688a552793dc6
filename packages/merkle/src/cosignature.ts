import { parseEd25519Key, requirePublicKey, requireSignature } from "./ed25519.ts";
import type { Ed25519Sign, Ed25519Verify } from "./ed25519.ts";
import { MerkleError } from "./errors.ts";
import type { TreeHasher } from "./hash.ts";
import { utf8 } from "./note-text.ts";
import type { NoteSigner, NoteVerifier } from "./note.ts";
import { isSafe, requireSafe } from "./safe-integer.ts";
import { COSIGNATURE_V1, keyIdOf } from "./verifier-key.ts";

/** What a signature of type COSIGNATURE_V1 holds behind the key id. */
export interface Cosignature {
  /** When it was made, in seconds since 1970. */
  readonly timestamp: number;
  /** The Ed25519 signature, 64 bytes. */
  readonly signature: Uint8Array;
}

const TIMESTAMP_BYTES = 8;
const COSIGNATURE_BYTES = TIMESTAMP_BYTES + 64;
const WORD = 2 ** 32;

/**
 * Takes the bytes of a cosignature apart, c2sp.org/tlog-cosignature: a big-endian time of 8 bytes, a signature of 64. It
 * does not check the signature.
 *
 * @throws MerkleError for any other length, or a time of 2⁵³ and more.
 */
export function readCosignature(signature: Uint8Array): Cosignature {
  if (signature.length !== COSIGNATURE_BYTES) {
    throw new MerkleError(`a cosignature has ${COSIGNATURE_BYTES} bytes, not ${signature.length}`);
  }
  const view = new DataView(signature.buffer, signature.byteOffset, signature.byteLength);
  const timestamp = view.getUint32(0) * WORD + view.getUint32(4);
  requireSafe("the time of a cosignature", timestamp);
  return { timestamp, signature: signature.slice(TIMESTAMP_BYTES) };
}

/**
 * Knows a witness's key, given as a verifier key of type COSIGNATURE_V1. Whether the time is a sensible one is for the
 * caller to judge, by `readCosignature`.
 *
 * @throws MerkleError if it is not one.
 */
export function cosignatureVerifier(
  vkey: string,
  hasher: Pick<TreeHasher, "digest">,
  verify: Ed25519Verify,
): NoteVerifier {
  const { name, keyId, key } = parseEd25519Key(vkey, COSIGNATURE_V1, hasher);
  return {
    name,
    keyId,
    verify: (text, bytes) => {
      const cosignature = tryRead(bytes);
      return cosignature !== undefined && verify(key, messageOf(cosignature.timestamp, text), cosignature.signature);
    },
  };
}

/**
 * Signs as a witness does. Who calls it has checked that the checkpoint is consistent with the last one.
 *
 * @param now the time in whole seconds since 1970.
 * @throws MerkleError if the name cannot be one or the public key has not 32 bytes; when signing, if the time is not an
 * integer ≥ 0 or the signature has not 64 bytes.
 */
export function cosignatureSigner(
  name: string,
  publicKey: Uint8Array,
  hasher: Pick<TreeHasher, "digest">,
  sign: Ed25519Sign,
  now: () => number,
): NoteSigner {
  requirePublicKey(publicKey);
  return {
    name,
    keyId: keyIdOf(hasher.digest, name, COSIGNATURE_V1, publicKey),
    sign: async (text) => {
      const timestamp = now();
      requireSafe("the time of a cosignature", timestamp);
      const bytes = new Uint8Array(COSIGNATURE_BYTES);
      const view = new DataView(bytes.buffer);
      view.setUint32(0, Math.floor(timestamp / WORD));
      view.setUint32(4, timestamp % WORD);
      bytes.set(requireSignature(await sign(messageOf(timestamp, text))), TIMESTAMP_BYTES);
      return bytes;
    },
  };
}

/** The signed message: the first line keeps it apart from the signatures of logs. */
function messageOf(timestamp: number, text: string): Uint8Array {
  return utf8(`cosignature/v1\ntime ${timestamp}\n${text}`);
}

function tryRead(bytes: Uint8Array): Cosignature | undefined {
  if (bytes.length !== COSIGNATURE_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isSafe(view.getUint32(0) * WORD) ? readCosignature(bytes) : undefined;
}
