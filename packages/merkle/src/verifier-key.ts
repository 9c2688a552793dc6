import { base64Decode, base64Encode } from "./base64.ts";
import { MerkleError } from "./errors.ts";
import { MAX_VERIFIER_KEY_LENGTH } from "./limits.ts";
import { utf8 } from "./note-text.ts";
import { readKeyId, requireKeyId, requireKeyName } from "./signature-lines.ts";

/** Ed25519 over the text of a note, as registered in c2sp.org/signed-note. */
export const ED25519 = 0x01;
/** Ed25519 with a time, c2sp.org/tlog-cosignature. */
export const COSIGNATURE_V1 = 0x04;

/** SHA-256 as `TreeHasher.digest` has it. */
export type Digest = (data: Uint8Array) => Uint8Array;

/** A public key with its name, written `<name>+<key id in 8 hex digits>+<base64(type ‖ key)>`. */
export interface VerifierKey {
  readonly name: string;
  readonly keyId: number;
  /** One byte: ED25519, COSIGNATURE_V1 or another. */
  readonly type: number;
  /** At least one byte; its length is for the type to check. */
  readonly key: Uint8Array;
}

const KEY_ID = /^[0-9a-f]{8}$/;

/**
 * The key id by c2sp.org/signed-note: the first 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key), big-endian.
 *
 * @throws MerkleError if the name cannot be one, the type is no byte, or the key is empty.
 */
export function keyIdOf(digest: Digest, name: string, type: number, key: Uint8Array): number {
  requireKeyName(name);
  if (!Number.isInteger(type) || type < 0 || type > 0xff) {
    throw new MerkleError(`the type of a key is one byte, not ${String(type)}`);
  }
  if (key.length === 0) throw new MerkleError("a key has at least one byte");
  const nameBytes = utf8(name);
  const data = new Uint8Array(nameBytes.length + 2 + key.length);
  data.set(nameBytes, 0);
  data[nameBytes.length] = 0x0a;
  data[nameBytes.length + 1] = type;
  data.set(key, nameBytes.length + 2);
  return readKeyId(digest(data));
}

/** Writes a verifier key; its key id is taken as it is given. @throws MerkleError if a part of it cannot be. */
export function formatVerifierKey(verifierKey: VerifierKey): string {
  const { name, keyId, type, key } = verifierKey;
  requireKeyName(name);
  requireKeyId(keyId);
  if (!Number.isInteger(type) || type < 0 || type > 0xff || key.length === 0) {
    throw new MerkleError("a verifier key has a type of one byte, and a key");
  }
  const material = new Uint8Array(1 + key.length);
  material[0] = type;
  material.set(key, 1);
  return `${name}+${keyId.toString(16).padStart(8, "0")}+${base64Encode(material)}`;
}

/**
 * Reads a verifier key, whose id must be that of its name, type and key. (Keys of type 0x02 have ids of another kind: they
 * are refused.)
 *
 * @throws MerkleError if it is not of the form, too long, or its key id is another.
 */
export function parseVerifierKey(vkey: string, digest: Digest): VerifierKey {
  if (vkey.length > MAX_VERIFIER_KEY_LENGTH) {
    throw new MerkleError(`a verifier key has more than ${MAX_VERIFIER_KEY_LENGTH} characters`);
  }
  // Neither name nor id has a plus; base64 may.
  const first = vkey.indexOf("+");
  const second = vkey.indexOf("+", first + 1);
  if (first === -1 || second === -1)
    throw new MerkleError("a verifier key is <name>+<key id>+<base64 of type and key>");
  const name = vkey.slice(0, first);
  const idText = vkey.slice(first + 1, second);
  if (!KEY_ID.test(idText)) throw new MerkleError("the key id of a verifier key has 8 small hex digits");
  const material = base64Decode(vkey.slice(second + 1), "a verifier key");
  const type = material[0];
  if (type === undefined) throw new MerkleError("a verifier key has no key");
  const key = material.slice(1);
  const keyId = Number.parseInt(idText, 16);
  if (keyIdOf(digest, name, type, key) !== keyId) {
    throw new MerkleError("the key id of a verifier key is not that of its name and key");
  }
  return { name, keyId, type, key };
}
