import { base64Encode } from "@daybook/merkle";
import { checkTrail } from "@daybook/verify";
import { describe, expect, it } from "vitest";
import { nodeHasher } from "./node-hash.ts";
import {
  CRYPTOGRAPHY,
  TRAIL_DIR,
  journalLine,
  journalLines,
  sampleTrail,
  trailOptions,
} from "./test-support/sample-trail.ts";
import { Trail } from "./trail.ts";
import { TrailReader } from "./trail-reader.ts";

describe("a trail", () => {
  it.each([0, 1, 255, 256, 257, 1_000, 70_000])("of %i entries is found sound by the verifier", async (count) => {
    const { trail, source } = await sampleTrail(count, 10_000);
    if (count === 0) await trail.commit();
    const report = await checkTrail(source, CRYPTOGRAPHY);
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ integrity: "sound", completeness: "sound", size: count, entries: count });
  });

  it("leaves out what is excluded, and counts without it", async () => {
    const { trail, source } = await sampleTrail(0);
    const lines = [
      journalLine(1),
      journalLine(2, { level: "DEBUG" }),
      journalLine(3, { event_type: "price" }),
      journalLine(4),
    ];
    expect(trail.take(Buffer.from(lines.join("")), 4)).toBe(2);
    await trail.commit();
    const seqs: number[] = [];
    const report = await checkTrail(source, { ...CRYPTOGRAPHY, onLeaf: (_index, leaf) => seqs.push(leaf.seq) });
    expect([report.integrity, report.completeness, seqs]).toEqual(["sound", "sound", [1, 4]]);
  });

  it("says nothing of persons or content", async () => {
    const { fs, trail } = await sampleTrail(0);
    const line = journalLine(1, { user_id: "alice@example.com", message: "withdrew 12345" });
    trail.take(Buffer.from(line), 1);
    await trail.commit();
    const files = fs.files().filter((path) => path.startsWith(TRAIL_DIR));
    for (const path of files) {
      const text = Buffer.from(await fs.read(path)).toString("latin1");
      for (const secret of ["alice", "withdrew", "12345"]) expect(text).not.toContain(secret);
    }
  });

  it("goes on after a restart as if there had been none, also with another selection", async () => {
    const { fs } = await sampleTrail(300);
    const again = await Trail.open(trailOptions(fs, { excluded: ["order_filled"] }));
    expect([again.seq, again.replayTo, again.size]).toEqual([300, 300, 300]);
    await again.replayed();
    expect(again.take(journalLines(301, 310), 310)).toBe(0);
    expect((await again.commit()).size).toBe(300);
  });

  it("refuses to sign when the journal gives another tree than the one that was signed", async () => {
    const { fs, trail } = await sampleTrail(10);
    trail.take(journalLines(11, 20), 20);
    await trail.commit();
    const again = await Trail.open(trailOptions(fs));
    expect([again.seq, again.replayTo]).toEqual([10, 20]);
    again.take(Buffer.from(journalLines(11, 20).toString().replace("event 15", "event 5l")), 20);
    await expect(again.replayed()).rejects.toThrow(/Nothing is signed any more/);
  });

  it("lets only the newest writer sign", async () => {
    const { fs, trail } = await sampleTrail(10);
    await Trail.open(trailOptions(fs));
    trail.take(journalLines(11, 12), 12);
    await expect(trail.commit()).rejects.toThrow(/another writer/);
  });

  it("changes its key: heads of before and after hold, a later one by the old key does not", async () => {
    const { fs, trail, source } = await sampleTrail(100);
    const old = trail.keys.current;
    await trail.rotateKey();
    trail.take(journalLines(101, 150), 150);
    const head = await trail.commit();
    const report = await checkTrail(source, CRYPTOGRAPHY);
    expect(report.findings).toEqual([]);
    expect([report.keys.length, report.heads]).toEqual([2, [150, 100]]);
    const { signNote, formatCheckpoint } = await import("@daybook/merkle");
    const text = formatCheckpoint({ origin: old.signer.name, size: head.size, root: head.root, extensions: [] });
    const stolen = await signNote(text, [old.signer]);
    fs.tamper(`${TRAIL_DIR}/checkpoint`, () => Buffer.from(stolen));
    const found = await checkTrail(source, CRYPTOGRAPHY);
    expect(found.findings.map(({ kind, path }) => [kind, path])).toContainEqual(["key_ended", "checkpoint"]);
  });

  it("withholds pruned entries with every proof still valid", async () => {
    const { trail, source } = await sampleTrail(1_000);
    await trail.prune(600);
    const report = await checkTrail(source, CRYPTOGRAPHY);
    expect(report.findings).toEqual([]);
    expect(report.entries).toBe(1_000 - 512);
  });

  it("proves inclusion and consistency, and finds an entry by the journal's number", async () => {
    const { trail, source } = await sampleTrail(700);
    const reader = new TrailReader(source);
    const { verifyInclusion, verifyConsistency, rootNodes } = await import("@daybook/merkle");
    expect(rootNodes(700).nodes.length).toBeGreaterThan(1);
    const { root } = trail.head;
    for (const seq of [1, 2, 256, 257, 512, 513, 699, 700]) {
      const found = await reader.findSeq(seq, 700);
      expect(found?.index).toBe(seq - 1);
      const proof = await reader.inclusion(seq - 1, 700);
      const leafHash = nodeHasher.leaf(found?.entry as Uint8Array);
      expect(verifyInclusion(nodeHasher, { index: seq - 1, size: 700, leafHash, proof, root })).toBe(true);
    }
    expect(await reader.findSeq(701, 700)).toBeUndefined();
    const other = await sampleTrail(400);
    expect(base64Encode(other.trail.head.root)).not.toBe(base64Encode(root));
    const proof = await reader.consistency(300, 700);
    expect(verifyConsistency(nodeHasher, { size1: 300, root1: root, size2: 700, root2: root, proof })).toBe(false);
  });
});
