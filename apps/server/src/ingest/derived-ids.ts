import { createHash } from "node:crypto";
import type { Candidate } from "./read-event.ts";

/**
 * Gives the events of a request with an Idempotency-Key their ids, where they bring none: the same key and line
 * always give the same id, so that a repetition is known event by event, also after a restart and when only a part of
 * the first try became durable. UUIDv8 (RFC 9562): 92 bits of the key's hash, 30 of the line.
 */
export function createIdDeriver(scopedKey: string): (candidate: Candidate) => void {
  const hash = createHash("sha256").update(scopedKey).digest("hex");
  const head = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(12, 15)}-`;
  const tail = hash.slice(15, 23);
  return (candidate) => {
    const { record, line, ownId } = candidate;
    if (!record || ownId || (record.producer !== undefined && record.producer_seq !== undefined)) return;
    const low = (line & 0x3fff) | 0x8000;
    const high = (line >>> 14) & 0xffff;
    record.id = `${head}${low.toString(16)}-${high.toString(16).padStart(4, "0")}${tail}`;
    candidate.ownId = true;
  };
}
