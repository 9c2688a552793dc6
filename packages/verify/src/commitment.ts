import type { TreeHasher } from "@daybook/merkle";
import { base64Encode } from "@daybook/merkle";

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
