import { ed25519Verifier, openNote, signNote } from "@daybook/merkle";
import { expect, it } from "vitest";
import { nodeHasher } from "./node-hash.ts";
import { SigningKeys, nodeVerifyEd25519 } from "./signing-keys.ts";
import { ForgetfulFs } from "./test-support/forgetful-fs.ts";
import { seeded } from "./test-support/sample-trail.ts";

const PATH = "/data/trail.json";

it("sign notes that their verifier key opens, also after a restart", async () => {
  const fs = new ForgetfulFs(seeded(1));
  const { current } = await SigningKeys.open(fs, PATH, "example.com/log");
  fs.powerCut();
  const again = await SigningKeys.open(fs, PATH, "another name is of no use any more");
  expect([again.origin, again.current.vkey]).toEqual(["example.com/log", current.vkey]);
  const note = await signNote("text\n", [again.current.signer]);
  const verifier = ed25519Verifier(current.vkey, nodeHasher, nodeVerifyEd25519);
  expect((await openNote(note, [verifier])).verified).toHaveLength(1);
  await expect(openNote(note.replace("text", "test"), [verifier])).rejects.toThrow(/wrong/);
});

it("change: the next one is on disk before it is used, the old private key is gone afterwards", async () => {
  const fs = new ForgetfulFs(seeded(1));
  const keys = await SigningKeys.open(fs, PATH, "example.com/log");
  const before = JSON.parse(Buffer.from(await fs.read(PATH)).toString()) as { current: { private: string } };
  const next = await keys.begin(40);
  fs.powerCut();
  const again = await SigningKeys.open(fs, PATH, "");
  expect([again.next?.vkey, again.next?.fromSize, again.next?.number]).toEqual([next.vkey, 40, 1]);
  await again.finish();
  expect([again.current.vkey, again.next]).toEqual([next.vkey, undefined]);
  expect(Buffer.from(await fs.read(PATH)).toString()).not.toContain(before.current.private);
});

it("are not fooled by keys and signatures of a wrong length", () => {
  expect(nodeVerifyEd25519(Buffer.alloc(31), Buffer.alloc(1), Buffer.alloc(64))).toBe(false);
  expect(nodeVerifyEd25519(Buffer.alloc(32), Buffer.alloc(1), Buffer.alloc(63))).toBe(false);
});
