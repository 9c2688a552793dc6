import { parseCheckpoint } from "./checkpoint.ts";
import { MerkleError } from "./errors.ts";
import { formatHashLines } from "./hash-lines.ts";
import { MAX_NOTE_BYTES } from "./limits.ts";
import { noteText } from "./note-text.ts";
import { parseNote } from "./note.ts";
import { parseDecimal, requireSafe } from "./safe-integer.ts";
import { parseSignatureLines } from "./signature-lines.ts";
import type { NoteSignature } from "./signature-lines.ts";

/** A decimal of 2⁵³ - 1 and its newline. */
const MAX_SIZE_BYTES = 17;

/**
 * The body of a POST to `<submission prefix>/add-checkpoint`, c2sp.org/tlog-witness: it asks for a cosignature.
 *
 * @param oldSize the size that the witness cosigned last, 0 if none.
 * @param proof the consistency proof from there, up to 63 hashes; empty from 0 and from the same size.
 * @param checkpointNote the signed checkpoint as it is served.
 * @throws MerkleError if a part of it cannot be, so that every witness would refuse it.
 */
export function addCheckpointBody(oldSize: number, proof: readonly Uint8Array[], checkpointNote: string): string {
  requireSafe("the old size", oldSize);
  const { size } = parseCheckpoint(parseNote(checkpointNote).text);
  if (oldSize > size) throw new MerkleError(`the old size ${oldSize} is above the checkpoint's ${size}`);
  if (proof.length > 0 && (oldSize === 0 || oldSize === size)) {
    throw new MerkleError(`the proof from ${oldSize} to ${size} must be empty`);
  }
  return `old ${oldSize}\n${formatHashLines(proof)}\n${checkpointNote}`;
}

/**
 * Reads the body of a witness's answer 200: its signature lines. They are not checked: put behind the signatures of the
 * checkpoint, `openNote` does that, and ignores unknown keys.
 *
 * @param body text, or its UTF-8 bytes.
 * @throws MerkleError if it is anything else.
 */
export function parseCosignatureLines(body: string | Uint8Array): NoteSignature[] {
  return parseSignatureLines(noteText("a witness's answer", body, MAX_NOTE_BYTES));
}

/**
 * Reads the body of a witness's answer 409 with the type `text/x.tlog.size`: the size that it cosigned last.
 *
 * @param body text, or its UTF-8 bytes.
 * @throws MerkleError if it is anything else.
 */
export function parseWitnessSize(body: string | Uint8Array): number {
  const text = noteText("a witness's size", body, MAX_SIZE_BYTES);
  if (!text.endsWith("\n")) throw new MerkleError("a witness's size must end with a newline");
  return parseDecimal("a witness's size", text.slice(0, -1));
}
