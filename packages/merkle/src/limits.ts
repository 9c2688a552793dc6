/** Limits of one log. Everything here is read from disks and strangers. */

/** Bytes of one entry: its length is two bytes in an entry bundle. */
export const MAX_ENTRY_BYTES = 65_535;
/** Hashes in one proof: a tree of 2⁶³ leaves needs no more, and tlog-witness allows no more. */
export const MAX_PROOF_HASHES = 63;
/** UTF-8 bytes of one signed note, signatures included. */
export const MAX_NOTE_BYTES = 1_000_000;
/** Signature lines of one note: each known one costs a verification. At least 16 must be taken. */
export const MAX_NOTE_SIGNATURES = 100;
/** UTF-16 units of one verifier key: an ML-DSA-44 key needs 1,752 for its base64. */
export const MAX_VERIFIER_KEY_LENGTH = 8_192;
/** UTF-8 bytes of one `.tlog-proof` file: a checkpoint, and as much again for the extra data. */
export const MAX_PROOF_FILE_BYTES = 2_000_000;
