import type { TreeHasher } from "@daybook/merkle";
import { MerkleError, base64Decode, base64Encode } from "@daybook/merkle";
import type { Leaf } from "./leaf.ts";

const COMMITMENT_PREFIX = 0x02;

/** The 32 bytes that make the commitment to an event impossible to guess: SHA-256(key of the subject ‖ id of the event). */
export function saltOf(hasher: TreeHasher, subjectKey: Uint8Array, eventId: string): Uint8Array {
  const id = new TextEncoder().encode(eventId);
  const bytes = new Uint8Array(subjectKey.length + id.length);
  bytes.set(subjectKey);
  bytes.set(id, subjectKey.length);
  return hasher.digest(bytes);
}

/** Base64 of SHA-256(0x02 ‖ salt ‖ payload); the payload is the record's exact bytes, without a newline. */
export function commitmentOf(hasher: TreeHasher, salt: Uint8Array, payload: Uint8Array): string {
  const bytes = new Uint8Array(1 + salt.length + payload.length);
  bytes[0] = COMMITMENT_PREFIX;
  bytes.set(salt, 1);
  bytes.set(payload, 1 + salt.length);
  return base64Encode(hasher.digest(bytes));
}

/** Whether these are the bytes that the leaf commits to. @param salt base64, as it comes: one that is none fits nothing. */
export function isCommitted(hasher: TreeHasher, leaf: Leaf, record: string, salt: string): boolean {
  const bytes = new TextEncoder().encode(record);
  try {
    const commitment = commitmentOf(hasher, base64Decode(salt, "the salt"), bytes);
    return commitment === leaf.commitment && bytes.length === leaf.length;
  } catch (error) {
    if (error instanceof MerkleError) return false;
    throw error;
  }
}
