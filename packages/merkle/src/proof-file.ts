import { base64Decode, base64Encode } from "./base64.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { MerkleError } from "./errors.ts";
import { formatHashLines, parseHashLines } from "./hash-lines.ts";
import { MAX_PROOF_FILE_BYTES } from "./limits.ts";
import { noteText } from "./note-text.ts";
import { parseNote } from "./note.ts";
import { parseDecimal, requireSafe } from "./safe-integer.ts";

/** A proof that can be checked offline, c2sp.org/tlog-proof@v1, in a file named `.tlog-proof`. */
export interface ProofFile {
  /** Of the application, and signed by nobody. */
  readonly extra?: Uint8Array;
  /** The entry's, in the whole log. */
  readonly index: number;
  /** The inclusion proof in the tree of the checkpoint, from the leaf's sibling to the root's child. */
  readonly proof: readonly Uint8Array[];
  /** The signed note, verbatim. */
  readonly checkpoint: string;
}

const HEADER = "c2sp.org/tlog-proof@v1";
const EXTRA = "extra ";
const INDEX = "index ";

/**
 * Writes a proof file.
 *
 * @throws MerkleError if the checkpoint is not a signed checkpoint, the index is not in its tree, or a limit is passed.
 */
export function formatProofFile(file: ProofFile): string {
  requireSafe("the index of a proof file", file.index);
  requireCheckpoint(file);
  const extra = file.extra === undefined ? "" : `${EXTRA}${base64Encode(file.extra)}\n`;
  const text = `${HEADER}\n${extra}${INDEX}${file.index}\n${formatHashLines(file.proof)}\n${file.checkpoint}`;
  return noteText("a proof file", text, MAX_PROOF_FILE_BYTES);
}

/**
 * Reads a proof file. Neither the proof nor the signatures are checked here.
 *
 * @param source text, or its UTF-8 bytes.
 * @throws MerkleError if it is not of the form, its checkpoint is not a signed checkpoint, or the index is not in its tree.
 */
export function parseProofFile(source: string | Uint8Array): ProofFile {
  const text = noteText("a proof file", source, MAX_PROOF_FILE_BYTES);
  // No line before the checkpoint is empty.
  const split = text.indexOf("\n\n");
  if (split === -1) throw new MerkleError("a proof file has a blank line before its checkpoint");
  const lines = text.slice(0, split).split("\n");
  if (lines.shift() !== HEADER) throw new MerkleError(`a proof file must begin with the line ${HEADER}`);
  const extra = lines[0]?.startsWith(EXTRA) ? lines.shift()?.slice(EXTRA.length) : undefined;
  const indexLine = lines.shift();
  if (!indexLine?.startsWith(INDEX)) throw new MerkleError("a proof file must have an index line");
  const file: ProofFile = {
    ...(extra === undefined ? {} : { extra: base64Decode(extra, "the extra data of a proof file") }),
    index: parseDecimal("the index of a proof file", indexLine.slice(INDEX.length)),
    proof: parseHashLines(lines),
    checkpoint: text.slice(split + 2),
  };
  requireCheckpoint(file);
  return file;
}

function requireCheckpoint({ index, checkpoint }: ProofFile): void {
  const { size } = parseCheckpoint(parseNote(checkpoint).text);
  if (index >= size) throw new MerkleError(`entry ${index} is not in the checkpoint's tree of ${size}`);
}
