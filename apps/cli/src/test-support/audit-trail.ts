import { readFile } from "node:fs/promises";
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

const PRODUCER = "host:1:0:ab";

/** A trail in a data directory, written as the collector writes it. */
export interface TestTrail {
  readonly dataDir: string;
  /** Of the trail. */
  readonly dir: string;
  readonly vkey: string;
  grow(count: number): Promise<void>;
  rotate(): Promise<string>;
  /** The text of the `.tlog-proof` file of an event. */
  proofOf(seq: number): Promise<string>;
  /** The text of evidence of all of it but the last entry. */
  evidence(): Promise<string>;
}

export function recordLine(seq: number): string {
  const time = new Date(Date.UTC(2026, 0, 5, 9, 30) + seq * 7).toISOString().replace("Z", "000Z");
  return `{"seq":${seq},"id":"event-${seq}","timestamp":"${time}","level":"INFO","service":"engine","event_type":"order_filled","message":"order ${seq}","producer":"${PRODUCER}","symbol":"BTCUSDT","collected_at":"${time}"}`;
}

export async function makeTrail(dataDir: string, size: number, origin = "example.com/trail"): Promise<TestTrail> {
  const dir = join(dataDir, "audit");
  const trail = await Trail.open({
    dir,
    stateDir: join(dataDir, "audit-state"),
    keysDir: join(dataDir, "keys"),
    publicFs: nodeTrailFs("public"),
    privateFs: nodeTrailFs("private"),
    origin,
    masterKey: Buffer.alloc(32, 7),
    excluded: [],
    nowMs: () => 0,
  });
  await trail.replayed();
  const grow = async (count: number): Promise<void> => {
    const first = trail.seq + 1;
    const lines = Array.from({ length: count }, (_, i) => `${recordLine(first + i)}\n`).join("");
    trail.take(Buffer.from(lines), first + count - 1);
    await trail.commit();
    await trail.sync();
  };
  await grow(size);
  return {
    dataDir,
    dir,
    vkey: trail.keys.current.vkey,
    grow,
    rotate: async () => (await trail.rotateKey()).vkey,
    async evidence() {
      const source = directorySource(nodeTrailFs("public"), dir);
      const parts = makeEvidence({
        reader: new TrailReader(source),
        head: trail.head,
        keys: [await readFile(join(dir, "keys/0"), "utf8")],
        subjects: trail.subjects,
        from: "2026-01-01T00:00:00.000000Z",
        // Up to the last entry, which shows that the time is over.
        to: (JSON.parse(recordLine(trail.seq)) as { collected_at: string }).collected_at,
        query: "",
        excluded: [],
        recordsOf: async (leaves) => new Map(leaves.map(({ leaf }) => [leaf.seq, recordLine(leaf.seq)])),
      });
      let text = "";
      for await (const part of parts) text += part;
      return text;
    },
    async proofOf(seq) {
      const reader = new TrailReader(directorySource(nodeTrailFs("public"), dir));
      const { size: now } = trail.head;
      const found = await reader.findSeq(seq, now);
      if (found === undefined) throw new Error(`the trail has no event ${seq}`);
      const { key } = trail.subjects.get(subjectName(undefined, PRODUCER));
      return formatEventProof({
        entry: Buffer.from(found.entry).toString(),
        record: recordLine(seq),
        salt: Buffer.from(saltOf(nodeHasher, key, `event-${seq}`)).toString("base64"),
        index: found.index,
        proof: await reader.inclusion(found.index, now),
        checkpoint: await readFile(join(dir, "checkpoint"), "utf8"),
      });
    },
  };
}
