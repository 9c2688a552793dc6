export { MerkleError } from "./errors.ts";
export {
  MAX_ENTRY_BYTES,
  MAX_NOTE_BYTES,
  MAX_NOTE_SIGNATURES,
  MAX_PROOF_FILE_BYTES,
  MAX_PROOF_HASHES,
} from "./limits.ts";
export { HASH_BYTES, bytesEqual, createTreeHasher, perfectRoot } from "./hash.ts";
export type { Sha256Into, TreeHasher } from "./hash.ts";
export { CompactRange } from "./compact-range.ts";
export { consistencyNodes, inclusionNodes, rootNodes } from "./proof.ts";
export type { NodeId, ProofPlan } from "./proof.ts";
export { perfectNodes } from "./perfect-nodes.ts";
export { verifyConsistency, verifyInclusion } from "./verify.ts";
export type { ConsistencyClaim, InclusionClaim } from "./verify.ts";
export { verifySubtreeConsistency, verifySubtreeInclusion } from "./subtree.ts";
export type { SubtreeConsistencyClaim, SubtreeInclusionClaim } from "./subtree.ts";
export { TILE_WIDTH, entryBundlesOf, newTiles, tileOfNode, tileWidth, tilesOf } from "./tile.ts";
export type { BundleId, TileId, TileSlice } from "./tile.ts";
export { entriesPath, parseTilePath, tilePath } from "./tile-path.ts";
export type { TilePath } from "./tile-path.ts";
export { decodeEntries, encodeEntries } from "./entries.ts";
export { formatCheckpoint, parseCheckpoint } from "./checkpoint.ts";
export type { Checkpoint } from "./checkpoint.ts";
export { formatNote, openNote, parseNote, signNote } from "./note.ts";
export type { Note, NoteSigner, NoteVerifier, OpenedNote } from "./note.ts";
export type { NoteSignature } from "./signature-lines.ts";
export { COSIGNATURE_V1, ED25519, formatVerifierKey, keyIdOf, parseVerifierKey } from "./verifier-key.ts";
export type { Digest, VerifierKey } from "./verifier-key.ts";
export { ed25519Signer, ed25519Verifier, webCryptoVerify } from "./ed25519.ts";
export type { Ed25519Sign, Ed25519Verify } from "./ed25519.ts";
export { cosignatureSigner, cosignatureVerifier, readCosignature } from "./cosignature.ts";
export type { Cosignature } from "./cosignature.ts";
export { addCheckpointBody, parseCosignatureLines, parseWitnessSize } from "./witness.ts";
export { formatProofFile, parseProofFile } from "./proof-file.ts";
export type { ProofFile } from "./proof-file.ts";
export { base64Decode, base64Encode } from "./base64.ts";
