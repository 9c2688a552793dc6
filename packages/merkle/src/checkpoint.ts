import { base64Decode, base64Encode } from "./base64.ts";
import { MerkleError } from "./errors.ts";
import { requireHash } from "./hash.ts";
import { MAX_NOTE_BYTES } from "./limits.ts";
import { noteText } from "./note-text.ts";
import { parseDecimal, requireSafe } from "./safe-integer.ts";

/** A tree head, c2sp.org/tlog-checkpoint. It is worth nothing before the note around it was verified. */
export interface Checkpoint {
  /** The unique name of the log: not empty, one line. */
  readonly origin: string;
  /** Leaves, up to 2⁵³ - 1. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** Further lines, opaque, none of them empty. */
  readonly extensions: readonly string[];
}

/**
 * The text of the note that is to be signed: origin, size, base64 of the root and the extensions, each on a line.
 *
 * @throws MerkleError if a line would be empty or have a control character, or size or root are not what they must be.
 */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, root, extensions } = checkpoint;
  requireSafe("a tree size", size);
  requireHash("the root of a checkpoint", root);
  const lines = [origin, String(size), base64Encode(root), ...extensions];
  for (const line of lines) {
    if (line === "" || line.includes("\n")) throw new MerkleError("each part of a checkpoint is one line, not empty");
  }
  return noteText("a checkpoint", `${lines.join("\n")}\n`, MAX_NOTE_BYTES);
}

/**
 * Reads the text of a note (without its signatures) as a checkpoint. `formatCheckpoint` gives the same text again.
 *
 * @throws MerkleError if it is anything else, or its size is 2⁵³ or more.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = noteText("a checkpoint", text, MAX_NOTE_BYTES).split("\n");
  if (lines.pop() !== "") throw new MerkleError("a checkpoint must end with a newline");
  const [origin, sizeText, rootText, ...extensions] = lines;
  if (origin === undefined || sizeText === undefined || rootText === undefined) {
    throw new MerkleError("a checkpoint has at least three lines: origin, size and root");
  }
  if (lines.includes("")) throw new MerkleError("a checkpoint has no empty lines");
  const size = parseDecimal("the size of a checkpoint", sizeText);
  const root = base64Decode(rootText, "the root of a checkpoint");
  requireHash("the root of a checkpoint", root);
  return { origin, size, root, extensions };
}
