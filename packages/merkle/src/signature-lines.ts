import { base64Decode, base64Encode } from "./base64.ts";
import { MerkleError } from "./errors.ts";
import { MAX_NOTE_SIGNATURES } from "./limits.ts";

/** One signature line of a note. Name and key id together name the key, and with it the kind of signature. */
export interface NoteSignature {
  readonly name: string;
  /** Unsigned, 32 bits. */
  readonly keyId: number;
  /** What follows the key id; at least one byte. */
  readonly signature: Uint8Array;
}

/** An em dash and a space. */
const LINE_START = "\u2014 ";
const KEY_ID_BYTES = 4;
const MAX_KEY_ID = 0xff_ff_ff_ff;
const NOT_IN_NAMES = /[\p{White_Space}+\0-\x1f]|\p{Cs}/u;

/**
 * Signature lines of c2sp.org/signed-note: `— <name> <base64(key id ‖ signature)>`, each with a newline.
 *
 * @throws MerkleError for no or too many signatures, a name or key id that cannot be, or an empty signature.
 */
export function formatSignatureLines(signatures: readonly NoteSignature[]): string {
  requireNumber(signatures.length);
  return signatures.map(lineOf).join("");
}

/** Reads signature lines and nothing else. @throws MerkleError for no or too many of them, or one that is not of the form. */
export function parseSignatureLines(text: string): NoteSignature[] {
  if (!text.endsWith("\n")) throw new MerkleError("signature lines must end with a newline");
  // One more than allowed is enough to see that there are too many.
  const lines = text.slice(0, -1).split("\n", MAX_NOTE_SIGNATURES + 1);
  requireNumber(lines.length);
  return lines.map(parseLine);
}

/** Refuses a key name that is empty or has Unicode spaces, `+` or control characters. @throws MerkleError */
export function requireKeyName(name: string): void {
  if (name === "" || NOT_IN_NAMES.test(name)) {
    throw new MerkleError("a key name must not be empty, nor have spaces, '+' or control characters");
  }
}

/** Refuses what is not an unsigned integer of 32 bits. @throws MerkleError */
export function requireKeyId(keyId: number): void {
  if (!Number.isInteger(keyId) || keyId < 0 || keyId > MAX_KEY_ID) {
    throw new MerkleError(`a key id is an unsigned integer of 32 bits, not ${String(keyId)}`);
  }
}

/** The first four bytes as an unsigned integer, big-endian. @throws MerkleError if there are fewer. */
export function readKeyId(bytes: Uint8Array): number {
  if (bytes.length < KEY_ID_BYTES) throw new MerkleError(`a key id has 4 bytes, and ${bytes.length} are there`);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
}

function requireNumber(signatures: number): void {
  if (signatures < 1 || signatures > MAX_NOTE_SIGNATURES) {
    throw new MerkleError(`a note has 1 to ${MAX_NOTE_SIGNATURES} signatures`);
  }
}

function lineOf({ name, keyId, signature }: NoteSignature): string {
  requireKeyName(name);
  requireKeyId(keyId);
  if (signature.length === 0) throw new MerkleError("a signature has at least one byte");
  const bytes = new Uint8Array(KEY_ID_BYTES + signature.length);
  new DataView(bytes.buffer).setUint32(0, keyId);
  bytes.set(signature, KEY_ID_BYTES);
  return `${LINE_START}${name} ${base64Encode(bytes)}\n`;
}

function parseLine(line: string): NoteSignature {
  if (!line.startsWith(LINE_START)) throw new MerkleError("a signature line must begin with an em dash and a space");
  const space = line.indexOf(" ", LINE_START.length);
  if (space === -1) throw new MerkleError("a signature line must have a name, a space and base64");
  const name = line.slice(LINE_START.length, space);
  requireKeyName(name);
  const bytes = base64Decode(line.slice(space + 1), "a signature line");
  if (bytes.length <= KEY_ID_BYTES) throw new MerkleError("a signature line must have a key id and a signature");
  return { name, keyId: readKeyId(bytes), signature: bytes.slice(KEY_ID_BYTES) };
}
