import { MerkleError } from "./errors.ts";
import { MAX_NOTE_BYTES } from "./limits.ts";
import { noteText } from "./note-text.ts";
import { formatSignatureLines, parseSignatureLines } from "./signature-lines.ts";
import type { NoteSignature } from "./signature-lines.ts";

/** A note as it is written, c2sp.org/signed-note: nothing in it is to be trusted before `openNote` returned it. */
export interface Note {
  /** Ends with a newline; the blank line behind it is no part of it. */
  readonly text: string;
  /** At least one. */
  readonly signatures: readonly NoteSignature[];
}

/** Signs with one key. `sign` gives the bytes that follow the key id in the signature line. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: number;
  readonly sign: (text: string) => Promise<Uint8Array> | Uint8Array;
}

/** Knows one key. `verify` gets the bytes that follow the key id, and is false for whatever is wrong with them. */
export interface NoteVerifier {
  readonly name: string;
  readonly keyId: number;
  readonly verify: (text: string, signature: Uint8Array) => Promise<boolean> | boolean;
}

/** What `openNote` found. One key may have signed more than once: who counts witnesses counts keys. */
export interface OpenedNote {
  readonly text: string;
  /** Signatures of known keys, in the order of the note; at least one. */
  readonly verified: readonly NoteSignature[];
  /** Those of unknown keys. */
  readonly unverified: readonly NoteSignature[];
}

/**
 * Takes a note apart, at its last blank line.
 *
 * @param source the text, or its UTF-8 bytes; up to MAX_NOTE_BYTES, with up to MAX_NOTE_SIGNATURES signatures.
 * @throws MerkleError if it is not a note.
 */
export function parseNote(source: string | Uint8Array): Note {
  const note = noteText("a note", source, MAX_NOTE_BYTES);
  const split = note.lastIndexOf("\n\n");
  if (split === -1) throw new MerkleError("a note has a blank line between its text and its signatures");
  return { text: note.slice(0, split + 1), signatures: parseSignatureLines(note.slice(split + 2)) };
}

/** Writes what `parseNote` reads. @throws MerkleError if a part of it cannot be in a note, or it is too long. */
export function formatNote(note: Note): string {
  if (!note.text.endsWith("\n")) throw new MerkleError("the text of a note must end with a newline");
  return noteText("a note", `${note.text}\n${formatSignatureLines(note.signatures)}`, MAX_NOTE_BYTES);
}

/**
 * The note of a text with one signature per signer, in their order.
 *
 * @throws MerkleError if the text cannot be that of a note or there is no signer; what a signer throws is passed on.
 */
export async function signNote(text: string, signers: readonly NoteSigner[]): Promise<string> {
  // Before anything is signed: a signature cannot be taken back.
  noteText("a note", text, MAX_NOTE_BYTES);
  if (!text.endsWith("\n")) throw new MerkleError("the text of a note must end with a newline");
  const signatures: NoteSignature[] = [];
  for (const signer of signers) {
    signatures.push({ name: signer.name, keyId: signer.keyId, signature: await signer.sign(text) });
  }
  return formatNote({ text, signatures });
}

/**
 * Takes a note apart and checks its signatures. Those of unknown keys are left alone: another key may have the same name
 * or the same id.
 *
 * @throws MerkleError if it is not a note, if a signature of a known key is wrong, if none is of a known key, or if two
 * verifiers have the same name and key id; what a verifier throws is passed on.
 */
export async function openNote(source: string | Uint8Array, verifiers: readonly NoteVerifier[]): Promise<OpenedNote> {
  const { text, signatures } = parseNote(source);
  const known = new Map(verifiers.map((verifier) => [keyOf(verifier), verifier]));
  if (known.size !== verifiers.length) throw new MerkleError("two verifiers have the same name and key id");
  const verified: NoteSignature[] = [];
  const unverified: NoteSignature[] = [];
  for (const signature of signatures) {
    const verifier = known.get(keyOf(signature));
    if (verifier === undefined) {
      unverified.push(signature);
    } else if (await verifier.verify(text, signature.signature)) {
      verified.push(signature);
    } else {
      throw new MerkleError(`the signature of ${signature.name} is wrong`);
    }
  }
  if (verified.length === 0) throw new MerkleError("the note is not signed by a known key");
  return { text, verified, unverified };
}

/** Names have no plus, so that this is unambiguous. */
function keyOf(key: { readonly name: string; readonly keyId: number }): string {
  return `${key.name}+${key.keyId}`;
}
