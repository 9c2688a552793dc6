import type { IngestJournal } from "./ingest-api.ts";
import { REPLAY_READ_BYTES } from "./limits.ts";
import type { Known } from "./slice-writer.ts";

/** What a canonical line says about repetition. */
interface LineIdentity {
  id: string;
  producer?: string;
  producerSeq?: number;
}

const ID = ',"id":';
const PRODUCER = ',"producer":';
const PRODUCER_SEQ = ',"producer_seq":';
const COLLECTED_AT = ',"collected_at":"';

/**
 * Id and count of a canonical line without parsing it. A quote inside a JSON text has a backslash before it, so
 * the first `,"id":` is the field itself: only texts stand before it. The producer follows at once.
 */
export function readIdentity(line: string): LineIdentity | undefined {
  const at = line.indexOf(ID);
  if (at < 0) return undefined;
  const id = readText(line, at + ID.length);
  if (!id) return undefined;
  if (!line.startsWith(PRODUCER, id.end)) return { id: id.text };
  const producer = readText(line, id.end + PRODUCER.length);
  if (!producer || !line.startsWith(PRODUCER_SEQ, producer.end)) return { id: id.text };
  const producerSeq = Number.parseInt(line.slice(producer.end + PRODUCER_SEQ.length, producer.end + 40), 10);
  return { id: id.text, producer: producer.text, producerSeq };
}

function readText(line: string, start: number): { text: string; end: number } | undefined {
  if (line[start] !== '"') return undefined;
  let end = line.indexOf('"', start + 1);
  while (end > 0 && line[end - 1] === "\\" && !endsEvenly(line, end)) end = line.indexOf('"', end + 1);
  if (end < 0) return undefined;
  const token = line.slice(start, end + 1);
  return { text: token.includes("\\") ? (JSON.parse(token) as string) : token.slice(1, -1), end: end + 1 };
}

function endsEvenly(line: string, quote: number): boolean {
  let slashes = 0;
  while (line[quote - 1 - slashes] === "\\") slashes++;
  return slashes % 2 === 0;
}

/** Receive time of a canonical line: the last field but `audit_index`. */
export function readCollectedAt(line: string): string | undefined {
  const at = line.lastIndexOf(COLLECTED_AT);
  return at < 0 ? undefined : line.slice(at + COLLECTED_AT.length, at + COLLECTED_AT.length + 27);
}

/**
 * Reads the journal from `fromSeq` on and brings `known` up to date: the highest number of each producer and the
 * ids of events without one. Returns the receive time of the last event.
 */
export async function replayJournal(
  journal: IngestJournal,
  known: Known,
  fromSeq: number,
  nowMs: number,
): Promise<string | undefined> {
  let after = Math.max(fromSeq, journal.stats().oldestSeq) - 1;
  let collectedAt: string | undefined;
  for (;;) {
    const part = await journal.read(after, REPLAY_READ_BYTES, Number.MAX_SAFE_INTEGER);
    if (!part) return collectedAt;
    const lines = part.bytes.toString().split("\n");
    for (const line of lines) {
      const identity = readIdentity(line);
      if (!identity) continue;
      const { id, producer, producerSeq } = identity;
      if (producer === undefined || producerSeq === undefined) known.ids.remember(id);
      else known.producers.restore(producer, producerSeq, nowMs);
    }
    collectedAt = readCollectedAt(lines.at(-2) ?? "") ?? collectedAt;
    after = part.lastSeq;
  }
}
