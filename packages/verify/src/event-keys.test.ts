import { expect, test } from "vitest";
import { nodeCryptography } from "./bin/node-cryptography.ts";
import { keysOfEvent, keysOnly } from "./event-keys.ts";
import type { EventProof } from "./event-proof.ts";
import { keyOf, memorySource, smallTrail } from "./test-support/small-trail.ts";

const proof: EventProof = { index: 0, proof: [], entry: "", checkpoint: "example.com/trail\n1\n" };

test("the trail's own keys, one of which is trusted", async () => {
  const { source, vkey } = await smallTrail(1);
  const keysFor = (trustedKeys?: readonly string[]) =>
    keysOfEvent({ ...nodeCryptography, source, trustedKeys, proof }).then((keys) => keys.map((key) => key.vkey));
  expect(await keysFor()).toEqual([vkey]);
  expect(await keysFor([keyOf("another").vkey, vkey])).toEqual([vkey]);
  await expect(keysFor([keyOf("another").vkey])).rejects.toThrow("none of the trail's keys is one that you trust");
  await expect(keysFor(["nonsense"])).rejects.toMatchObject({ name: "MerkleError" });
});

test("without them the trusted ones of the proof's log", async () => {
  const vkeys = [keyOf("a", "example.com/other").vkey, keyOf("b").vkey];
  const keys = await keysOfEvent({ ...nodeCryptography, trustedKeys: vkeys, proof });
  expect(keys.map(({ vkey }) => vkey)).toEqual([vkeys[1]]);
  await expect(keysOfEvent({ ...nodeCryptography, proof: undefined })).rejects.toThrow("no key is known");
});

test("keys that do not hold, or stand alone", async () => {
  const { files, vkey } = await smallTrail(1);
  const alone = keysOnly(memorySource(new Map([["0", files.get("keys/0")!]])));
  expect(await keysOfEvent({ ...nodeCryptography, source: alone, proof })).toMatchObject([{ vkey }]);
  const empty = keysOfEvent({ ...nodeCryptography, source: memorySource(new Map()), proof });
  await expect(empty).rejects.toMatchObject({ kind: "answer", message: expect.stringContaining("keys/0") });
});
