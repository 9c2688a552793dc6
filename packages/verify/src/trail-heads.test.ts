import { expect, test } from "vitest";
import { nodeCryptography } from "./bin/node-cryptography.ts";
import { Findings } from "./finding.ts";
import { headOf, keyOf, memorySource, smallTrail } from "./test-support/small-trail.ts";
import { readHeads, unsignedHead } from "./trail-heads.ts";
import { trailKeysOf } from "./trusted-keys.ts";

const { signer, vkey } = keyOf("a key");
const keys = trailKeysOf([vkey], nodeCryptography);

async function headsOf(files: ReadonlyMap<string, Uint8Array>, known: readonly number[] = []) {
  const findings = new Findings();
  const knownHeads = await Promise.all(
    known.map(async (size) => ({ name: `kept-${size}`, note: await headOf(size, signer) })),
  );
  const heads = await readHeads(memorySource(files), keys, knownHeads, findings);
  const told = findings.all.map(({ kind, path }) => `${kind} ${path}`);
  return { heads: heads.map(({ path }) => path), told };
}

test("all heads, the newest first, the trail's own before its equals", async () => {
  const { files } = await smallTrail(20);
  for (const size of [20, 10]) files.set(`checkpoints/${size}`, await headOf(size, signer));
  files.set("checkpoints/20.tmp", Buffer.from("half"));
  expect(await headsOf(files, [15])).toEqual({
    heads: ["checkpoint", "checkpoints/20", "kept-15", "checkpoints/10"],
    told: [],
  });
});

test("a head that goes back, one under a wrong name, and one that is not there", async () => {
  const { files } = await smallTrail(20);
  expect(await headsOf(files, [30])).toEqual({ heads: ["kept-30", "checkpoint"], told: ["rollback checkpoint"] });
  files.set("checkpoints/7", await headOf(8, signer));
  files.delete("checkpoint");
  expect(await headsOf(files)).toEqual({
    heads: ["checkpoints/7"],
    told: ["head_invalid checkpoints/7", "head_missing checkpoint"],
  });
});

test("a key of the trail that is not there is named once; a witness's is not asked for", async () => {
  const { files } = await smallTrail(20);
  const missing = keyOf("the next key").signer;
  files.set("checkpoints/10", await headOf(10, missing));
  files.set("checkpoint", await headOf(20, missing));
  const { told } = await headsOf(files);
  expect(told.filter((one) => one.startsWith("file_missing"))).toEqual(["file_missing keys/1"]);
});

test("the size of a head that nobody signed", async () => {
  const { files } = await smallTrail(20, "a stranger");
  expect(await unsignedHead(memorySource(files))).toEqual({ size: 20, root: undefined });
  expect(await unsignedHead(memorySource(new Map([["checkpoint", Buffer.from("x")]])))).toBeUndefined();
  expect(await unsignedHead(memorySource(new Map()))).toBeUndefined();
});
