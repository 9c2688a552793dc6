import { CompactRange, base64Encode, formatCheckpoint, signNote } from "@daybook/merkle";
import { beforeAll, expect, it } from "vitest";
import { nodeCryptography } from "./bin/node-cryptography.ts";
import { commitmentOf } from "./commitment.ts";
import type { EventProof } from "./event-proof.ts";
import { checkEvent, formatEventProof, parseEventProof } from "./event-proof.ts";
import { Findings } from "./finding.ts";
import { leafText, parseLeaf } from "./leaf.ts";
import { entryOf, smallTrail } from "./test-support/small-trail.ts";
import type { TrailKey } from "./trail-keys.ts";
import { readTrailKeys } from "./trail-keys.ts";

const { hasher } = nodeCryptography;
const RECORD = '{"seq":2,"message":"ü"}';
let keys: TrailKey[];
let proof: EventProof;

beforeAll(async () => {
  const trail = await smallTrail(1);
  keys = await readTrailKeys(trail.source, nodeCryptography, new Findings());
  const salt = new Uint8Array(32).fill(5);
  const bytes = new TextEncoder().encode(RECORD);
  const leaf = parseLeaf(Buffer.from(entryOf(1)).toString());
  if (leaf === undefined) throw new Error("no leaf");
  const entry = leafText({ ...leaf, length: bytes.length, commitment: commitmentOf(hasher, salt, bytes) });
  const first = hasher.leaf(entryOf(0));
  const range = new CompactRange(hasher);
  range.append(first);
  range.append(hasher.leaf(Buffer.from(entry)));
  const text = formatCheckpoint({ origin: "example.com/trail", size: 2, root: range.root(), extensions: [] });
  const checkpoint = await signNote(text, [trail.signer]);
  proof = { index: 1, entry, record: RECORD, salt: base64Encode(salt), proof: [first], checkpoint };
});

it("is checked with nothing but itself and the keys", async () => {
  const text = formatEventProof(proof);
  expect(parseEventProof(text)).toEqual(proof);
  expect(await checkEvent(text, keys, nodeCryptography)).toMatchObject({
    ok: true,
    problems: [],
    index: 1,
    record: "proven",
  });
});

it("does not hold with another record, place, path, head or key", async () => {
  const wrong: Partial<EventProof>[] = [
    { record: RECORD.replace("ü", "u") },
    { salt: base64Encode(new Uint8Array(32)) },
    { index: 0 },
    { proof: [new Uint8Array(32)] },
    { entry: proof.entry.replace('"seq":2', '"seq":3') },
    { checkpoint: proof.checkpoint.replace("example.com/trail\n2", "example.com/trail\n3") },
  ];
  for (const part of wrong) {
    const check = await checkEvent(formatEventProof({ ...proof, ...part }), keys, nodeCryptography);
    expect([check.ok, check.problems.length > 0]).toEqual([false, true]);
  }
  expect((await checkEvent(formatEventProof(proof), [], nodeCryptography)).ok).toBe(false);
  expect((await checkEvent("nonsense", keys, nodeCryptography)).problems).toHaveLength(1);
});

it("shows that the event was there once its record and key are gone", async () => {
  const { record: _record, salt: _salt, ...rest } = proof;
  const check = await checkEvent(formatEventProof(rest), keys, nodeCryptography);
  expect([check.ok, check.problems, check.record]).toEqual([false, [], "withheld"]);
});
