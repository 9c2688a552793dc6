import { expect, test } from "vitest";
import { nodeCryptography } from "./bin/node-cryptography.ts";
import { Findings } from "./finding.ts";
import { checkOlderTiles } from "./older-tiles.ts";
import { memorySource, smallTrail } from "./test-support/small-trail.ts";

const { hasher } = nodeCryptography;

async function findingsOf(files: ReadonlyMap<string, Uint8Array>, canList = true): Promise<unknown[]> {
  const findings = new Findings();
  const row = (await smallTrail(90)).files.get("tile/0/000.p/90")!;
  const { read, list } = memorySource(files);
  const source = canList ? { read, list } : { read };
  await checkOlderTiles([{ level: 0, index: 0, width: 90, row }], { source, hasher, findings });
  return findings.all.map(({ kind, path, index }) => [kind, path, index]);
}

test("older states are beginnings of the signed one, or they are named", async () => {
  const { files } = await smallTrail(10);
  expect(await findingsOf(files)).toEqual([]);
  files.get("tile/0/000.p/10")![33]! ^= 1;
  const entries = files.get("tile/entries/000.p/10")!;
  files.set("tile/entries/000.p/10", entries.subarray(0, -1));
  expect(await findingsOf(files)).toEqual([
    ["hash_changed", "tile/0/000.p/10", 1],
    ["entry_changed", "tile/entries/000.p/10", 9],
  ]);
  expect(await findingsOf(files, false)).toEqual([]);
});

test("other names, and wider files, are no concern of theirs", async () => {
  const strange = new Map(
    ["0", "010", "90", "200", "1000", "a"].map((name) => [`tile/0/000.p/${name}`, new Uint8Array(3)]),
  );
  expect(await findingsOf(strange)).toEqual([]);
});
