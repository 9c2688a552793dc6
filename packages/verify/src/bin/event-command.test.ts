import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatEventProof } from "../event-proof.ts";
import { verifier, writeFiles } from "../test-support/run-in-process.ts";
import { entryOf, headOf, keyOf, smallTrail } from "../test-support/small-trail.ts";

test("one event, by a key or by the trail's keys", async () => {
  const { signer, vkey } = keyOf("a key");
  await using dir = await writeFiles((await smallTrail(1)).files);
  const file = join(dir.path, "a.tlog-proof");
  const entry = Buffer.from(entryOf(0)).toString("latin1");
  const checkpoint = Buffer.from(await headOf(1, signer)).toString();
  await writeFile(file, formatEventProof({ entry, index: 0, proof: [], checkpoint }));
  for (const flags of [
    ["--key", vkey],
    ["--keys", dir.path],
    ["--keys", join(dir.path, "keys")],
  ]) {
    // The record is not in the file: the entry is proven, the record is not.
    const { code, out } = await verifier("event", file, ...flags);
    expect(code).toBe(2);
    expect(out).toContain("entry:  sound");
    expect(out).toContain("record: unchecked");
  }
  const other = await verifier("event", file, "--key", keyOf("another").vkey, "--json");
  expect(other.code).toBe(1);
  expect(JSON.parse(other.out)).toMatchObject({ ok: false, index: 0, size: null });
  expect(await verifier("event", file)).toMatchObject({ code: 2, err: expect.stringContaining("no key is known") });
});

test("what is not there, or is no proof", async () => {
  const { vkey } = keyOf("a key");
  expect(await verifier("event", "/nowhere/a.tlog-proof", "--key", vkey)).toMatchObject({ code: 2 });
  await using dir = await writeFiles(new Map([["a", Buffer.from("nonsense")]]));
  expect(await verifier("event", join(dir.path, "a"), "--key", vkey)).toMatchObject({ code: 1 });
});
