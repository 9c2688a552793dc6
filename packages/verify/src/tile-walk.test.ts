import { openNote, parseCheckpoint } from "@daybook/merkle";
import type { NoteVerifier } from "@daybook/merkle";
import { expect, it } from "vitest";
import { nodeCryptography } from "./bin/node-cryptography.ts";
import { Findings } from "./finding.ts";
import type { SmallTrail } from "./test-support/small-trail.ts";
import { headOf, smallTrail } from "./test-support/small-trail.ts";
import { TileWalk } from "./tile-walk.ts";
import { readTrailKeys } from "./trail-keys.ts";

async function walkOf(trail: SmallTrail, options: { minimum?: number; range?: { from: number; to: number } } = {}) {
  const findings = new Findings();
  const [key] = await readTrailKeys(trail.source, nodeCryptography, findings);
  const verifiers = key === undefined ? [] : [key.verifier];
  const { text } = await openNote(trail.files.get("checkpoint") as Uint8Array, verifiers);
  const { size, root } = parseCheckpoint(text);
  const seen: number[] = [];
  const walk = new TileWalk({
    source: trail.source,
    hasher: nodeCryptography.hasher,
    size,
    root,
    minimum: options.minimum ?? 0,
    ...(options.range === undefined ? {} : { range: options.range }),
    findings,
    onBundle: (firstIndex, entries) => seen.push(firstIndex, entries.filter((entry) => entry !== undefined).length),
  });
  await walk.run();
  return { walk, seen, kinds: findings.all.map(({ kind, path }) => `${kind} ${path}`) };
}

it("goes over every bundle in order, and knows the roots of the past", async () => {
  const trail = await smallTrail(600);
  const { walk, seen, kinds } = await walkOf(trail);
  expect([seen, kinds]).toEqual([[0, 256, 256, 256, 512, 88], []]);
  const { text } = await openNote(await headOf(300, trail.signer), [
    ((await readTrailKeys(trail.source, nodeCryptography, new Findings()))[0] as { verifier: NoteVerifier }).verifier,
  ]);
  expect(await walk.rootAt(300)).toEqual(parseCheckpoint(text).root);
});

it("looks only at the files over a range, and takes withheld ones for what they are", async () => {
  const trail = await smallTrail(600);
  expect((await walkOf(trail, { range: { from: 300, to: 301 } })).seen).toEqual([256, 256]);
  trail.files.delete("tile/entries/000");
  expect((await walkOf(trail, { minimum: 256 })).kinds).toEqual([]);
  expect((await walkOf(trail)).kinds).toEqual(["file_missing tile/entries/000"]);
});

it("goes on below a tile that is gone", async () => {
  const trail = await smallTrail(600);
  trail.files.delete("tile/0/001");
  const { seen, kinds } = await walkOf(trail);
  expect([seen, kinds]).toEqual([[0, 256, 256, 256, 512, 88], ["file_missing tile/0/001"]]);
});
