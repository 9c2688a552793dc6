import { beforeAll, expect, it } from "vitest";
import { nodeCryptography } from "./bin/node-cryptography.ts";
import { Findings } from "./finding.ts";
import { HeadError, openHead, tryHead } from "./heads.ts";
import type { SmallTrail } from "./test-support/small-trail.ts";
import { headOf, keyOf, smallTrail } from "./test-support/small-trail.ts";
import type { TrailKey } from "./trail-keys.ts";
import { readTrailKeys } from "./trail-keys.ts";

let trail: SmallTrail;
let keys: TrailKey[];
beforeAll(async () => {
  trail = await smallTrail(10);
  keys = await readTrailKeys(trail.source, nodeCryptography, new Findings());
});

it("opens a head that a key of the trail signed", async () => {
  const head = await openHead("checkpoint", trail.files.get("checkpoint") as Uint8Array, keys);
  expect(head).toMatchObject({ origin: "example.com/trail", size: 10, path: "checkpoint" });
});

it("refuses one of nobody, of another trail, and of a key whose time was over", async () => {
  const note = trail.files.get("checkpoint") as Uint8Array;
  await expect(openHead("x", await headOf(10, keyOf("a stranger").signer), keys)).rejects.toThrow(HeadError);
  await expect(openHead("x", await headOf(10, trail.signer, "example.com/other"), keys)).rejects.toThrow(/other/);
  const [first] = keys as [TrailKey];
  await expect(openHead("x", note, [{ ...first, untilSize: 9 }])).rejects.toMatchObject({ kind: "key_ended" });
  const findings = new Findings();
  expect(await tryHead("x", note, [{ ...first, fromSize: 11 }], findings)).toBeUndefined();
  expect(findings.all.map(({ kind }) => kind)).toEqual(["key_ended"]);
});
