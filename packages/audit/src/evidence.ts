import { base64Encode, perfectNodes } from "@daybook/merkle";
import { evidenceHeaderLine, saltOf } from "@daybook/verify";
import type { EvidenceEntry } from "@daybook/verify";
import { nodeHasher } from "./node-hash.ts";
import { viewRecord } from "./record-view.ts";
import type { SubjectKeys } from "./subject-keys.ts";
import { subjectName } from "./subject-keys.ts";
import type { PlacedLeaf, TrailReader } from "./trail-reader.ts";

export interface EvidenceParts {
  readonly reader: TrailReader;
  readonly head: { readonly size: number; readonly checkpoint: string };
  /** The notes of the trail's keys. */
  readonly keys: readonly string[];
  readonly subjects: Pick<SubjectKeys, "find">;
  /** RFC 3339 UTC with microseconds; `to` is behind the range. */
  readonly from: string;
  readonly to: string;
  /** What `recordsOf` selects by, for the reader. */
  readonly query: string;
  readonly excluded: readonly string[];
  /** The exact lines of those of these events that are to be given, by their number. */
  readonly recordsOf: (leaves: readonly PlacedLeaf[]) => Promise<ReadonlyMap<number, string>>;
}

/** The text of a file of evidence, part by part: what the trail has of a time, without a gap, with its two neighbours. */
export async function* makeEvidence(parts: EvidenceParts): AsyncGenerator<string> {
  const { reader, head, keys, subjects, from, to, query, excluded, recordsOf } = parts;
  const { size, checkpoint } = head;
  const inside = { first: await reader.findTime(from, size), end: await reader.findTime(to, size) };
  const first = Math.max(0, inside.first - 1);
  const end = Math.min(size, inside.end + 1);
  const left = await reader.hashes(perfectNodes(0, first), size);
  const right = await reader.hashes(perfectNodes(end, size), size);
  yield evidenceHeaderLine({ from, to, query, excluded, first, count: end - first, checkpoint, keys, left, right });
  for await (const placed of reader.entries(first, end, size)) {
    // The neighbours show that nothing is missing at the ends; their events are nobody's business here.
    const records = await recordsOf(placed.filter(({ index }) => index >= inside.first && index < inside.end));
    let text = "";
    for (const { entry, leaf } of placed) {
      const line = { entry: Buffer.from(entry).toString("latin1"), ...disclosed(records.get(leaf.seq), subjects) };
      text += `${JSON.stringify(line satisfies EvidenceEntry)}\n`;
    }
    yield text;
  }
}

/** A record with its salt; nothing without either. */
function disclosed(
  line: string | undefined,
  subjects: Pick<SubjectKeys, "find">,
): { record: string; salt: string } | undefined {
  const view = line === undefined ? undefined : viewRecord(Buffer.from(line).toString("latin1"));
  if (line === undefined || view === undefined) return undefined;
  const subject = subjects.find(subjectName(view.user_id, view.producer));
  if (subject === undefined) return undefined;
  return { record: line, salt: base64Encode(saltOf(nodeHasher, subject.key, view.id)) };
}
