import { signNote } from "@daybook/merkle";
import { expect, it } from "vitest";
import { nodeCryptography } from "./bin/node-cryptography.ts";
import { Findings } from "./finding.ts";
import { keyOf, smallTrail } from "./test-support/small-trail.ts";
import { readTrailKeys, trailKeyText } from "./trail-keys.ts";

const NAME = "example.com/trail";

async function read(second: (first: ReturnType<typeof keyOf>, next: ReturnType<typeof keyOf>) => Promise<string>) {
  const trail = await smallTrail(10);
  trail.files.set("keys/1", Buffer.from(await second({ vkey: trail.vkey, signer: trail.signer }, keyOf("next"))));
  const findings = new Findings();
  const keys = await readTrailKeys(trail.source, nodeCryptography, findings);
  return { keys, kinds: findings.all.map(({ kind, path }) => `${kind} ${path}`) };
}

it("follow each other, each signed by itself and the one before", async () => {
  const { keys, kinds } = await read((first, next) =>
    signNote(trailKeyText(NAME, 1, 7, next.vkey), [first.signer, next.signer]),
  );
  expect(kinds).toEqual([]);
  expect(keys.map(({ number, fromSize, untilSize }) => [number, fromSize, untilSize])).toEqual([
    [0, 0, 7],
    [1, 7, Number.POSITIVE_INFINITY],
  ]);
});

it.each([
  [
    "only itself signed",
    (_: unknown, next: ReturnType<typeof keyOf>) => signNote(trailKeyText(NAME, 1, 7, next.vkey), [next.signer]),
  ],
  [
    "only the one before signed",
    (first: ReturnType<typeof keyOf>, next: ReturnType<typeof keyOf>) =>
      signNote(trailKeyText(NAME, 1, 7, next.vkey), [first.signer]),
  ],
  [
    "has another number",
    (first: ReturnType<typeof keyOf>, next: ReturnType<typeof keyOf>) =>
      signNote(trailKeyText(NAME, 2, 7, next.vkey), [first.signer, next.signer]),
  ],
  ["is no note", () => Promise.resolve("nonsense")],
])("end at one that %s", async (_what, second) => {
  const { keys, kinds } = await read(second);
  expect([keys.length, kinds]).toEqual([1, ["key_invalid keys/1"]]);
});

it("are missed when there is none", async () => {
  const findings = new Findings();
  expect(await readTrailKeys({ read: () => Promise.resolve(undefined) }, nodeCryptography, findings)).toEqual([]);
  expect(findings.all.map(({ kind }) => kind)).toEqual(["file_missing"]);
});
