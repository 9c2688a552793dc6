import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  Trail,
  TrailReader,
  directorySource,
  makeEvidence,
  nodeHasher,
  nodeTrailFs,
  subjectName,
} from "@daybook/audit";
import { formatEventProof, saltOf } from "@daybook/verify";

const PRODUCERS = ["host:1:0:ab", "host:2:0:cd", ""];

/** Line `seq` of a journal. */
export function journalLine(seq) {
  const time = new Date(Date.UTC(2026, 0, 5, 9, 30) + seq * 7).toISOString().replace("Z", "000Z");
  const producer = PRODUCERS[seq % PRODUCERS.length];
  return [
    `{"seq":${seq},"id":"event-${seq}","timestamp":"${time}","level":"INFO","service":"engine"`,
    `"event_type":"order_filled","message":"order ${seq} filled ü"${producer === "" ? "" : `,"producer":"${producer}"`}`,
    `"symbol":"BTCUSDT","price":"64123.50","collected_at":"${time}"}`,
  ].join(",");
}

/** A writer of a trail in `dir`, with nothing in it yet. */
export async function openTrail(dir, origin = "example.com/trail") {
  const trail = await Trail.open({
    dir: join(dir, "audit"),
    stateDir: join(dir, "audit-state"),
    keysDir: join(dir, "keys"),
    publicFs: nodeTrailFs("public"),
    privateFs: nodeTrailFs("private"),
    origin,
    masterKey: Buffer.alloc(32, 7),
    excluded: [],
    nowMs: () => 0,
  });
  await trail.replayed();
  // As the collector does: the first head is that of nothing.
  await trail.commit();
  return trail;
}

/** Takes the next `count` events in, and signs. */
export async function grow(trail, count) {
  const first = trail.seq + 1;
  const lines = Array.from({ length: count }, (_, i) => `${journalLine(first + i)}\n`).join("");
  trail.take(Buffer.from(lines), first + count - 1);
  return trail.commit();
}

/**
 * A trail of `size` entries whose head was kept `heads` times on the way.
 * @returns its directory, its writer and its verifier key
 */
export async function makeTrail(dir, { size, heads }) {
  const trail = await openTrail(dir);
  for (let done = 0; done < heads; done++) {
    await grow(trail, Math.floor(size / (heads + 1)) + done);
    await trail.keepHead();
  }
  await grow(trail, size - trail.size);
  await trail.sync();
  return { dir: join(dir, "audit"), trail, vkey: trail.keys.current.vkey };
}

/** The text of the proof of the event in line `seq`. */
export async function proofOf({ dir, trail }, seq) {
  const reader = new TrailReader(directorySource(nodeTrailFs("public"), dir));
  const { size } = trail.head;
  const { index, entry } = await reader.findSeq(seq, size);
  const record = journalLine(seq);
  const { id, producer = "" } = JSON.parse(record);
  const { key } = trail.subjects.get(subjectName(undefined, producer));
  return formatEventProof({
    entry: Buffer.from(entry).toString(),
    record,
    salt: Buffer.from(saltOf(nodeHasher, key, id)).toString("base64"),
    index,
    proof: await reader.inclusion(index, size),
    checkpoint: readFileSync(join(dir, "checkpoint"), "utf8"),
  });
}

/** The text of evidence of the events from line `first` on and before line `end`. */
export async function evidenceOf({ dir, trail }, first, end) {
  const timeOf = (seq) => JSON.parse(journalLine(seq)).collected_at;
  const parts = makeEvidence({
    reader: new TrailReader(directorySource(nodeTrailFs("public"), dir)),
    head: trail.head,
    keys: [readFileSync(join(dir, "keys/0"), "utf8")],
    subjects: trail.subjects,
    from: timeOf(first),
    to: timeOf(end),
    query: "",
    excluded: [],
    recordsOf: async (leaves) => new Map(leaves.map(({ leaf }) => [leaf.seq, journalLine(leaf.seq)])),
  });
  let text = "";
  for await (const part of parts) text += part;
  return text;
}
