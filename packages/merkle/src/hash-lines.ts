import { base64Decode, base64Encode } from "./base64.ts";
import { MerkleError } from "./errors.ts";
import { requireHash } from "./hash.ts";
import { MAX_PROOF_HASHES } from "./limits.ts";

/**
 * A proof as lines of base64, one hash each with a newline, as tlog-witness and tlog-proof write it.
 *
 * @throws MerkleError for more than MAX_PROOF_HASHES, or one that has not 32 bytes.
 */
export function formatHashLines(proof: readonly Uint8Array[]): string {
  requireNumber(proof.length);
  for (const hash of proof) requireHash("a hash of a proof", hash);
  return proof.map((hash) => `${base64Encode(hash)}\n`).join("");
}

/** Reads the lines (without newlines) of a proof. @throws MerkleError for too many, or one that is not a hash. */
export function parseHashLines(lines: readonly string[]): Uint8Array[] {
  requireNumber(lines.length);
  return lines.map((line) => {
    const hash = base64Decode(line, "a line of a proof");
    requireHash("a line of a proof", hash);
    return hash;
  });
}

function requireNumber(hashes: number): void {
  if (hashes > MAX_PROOF_HASHES) throw new MerkleError(`a proof has at most ${MAX_PROOF_HASHES} hashes, not ${hashes}`);
}
