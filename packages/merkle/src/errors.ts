/**
 * The only error of this package: bytes, text or numbers are not what the format says, or a note is not signed by a key
 * that is known. The message says what was expected; it never repeats more than a few characters of the input.
 */
export class MerkleError extends Error {
  override readonly name = "MerkleError";
}
