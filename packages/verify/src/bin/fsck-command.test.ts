import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startFileServer } from "../test-support/file-server.ts";
import { ACCESS_KEY, verifier, writeFiles } from "../test-support/run-in-process.ts";
import { smallTrail } from "../test-support/small-trail.ts";

test("a sound trail: its own directory, Daybook's data, a server", async () => {
  const { files, vkey } = await smallTrail(700);
  await using dir = await writeFiles(files);
  expect(await verifier("fsck", dir.path)).toMatchObject({
    code: 0,
    err: "",
    out: expect.stringContaining("compare it with"),
  });
  await using data = await writeFiles(files, "audit");
  expect(await verifier("fsck", data.path, "--key", vkey)).toMatchObject({
    code: 0,
    out: expect.not.stringContaining("compare"),
  });
  await using server = await startFileServer(files, { prefix: "/audit/trail", key: ACCESS_KEY, canList: true });
  expect(await verifier("fsck", server.url, "--key", vkey)).toMatchObject({ code: 0 });
});

test("a log of another program needs a key, and its entries are its own", async () => {
  const { files, vkey } = await smallTrail(700);
  files.delete("keys/0");
  await using server = await startFileServer(files);
  expect(await verifier("fsck", server.url)).toMatchObject({ code: 2, err: expect.stringContaining("--key") });
  expect(await verifier("fsck", server.url, "--key", vkey)).toMatchObject({
    code: 0,
    out: expect.stringContaining(vkey),
  });
});

test("damage is named, also as JSON", async () => {
  const { files } = await smallTrail(300);
  files.get("tile/entries/000")![90]! ^= 1;
  await using dir = await writeFiles(files);
  const { code, out } = await verifier("fsck", dir.path);
  expect(code).toBe(1);
  expect(out).toContain("✗ tile/entries/000 entry 0: the entry is not the one that was signed [entry_changed]");
  expect(JSON.parse((await verifier("fsck", dir.path, "--json")).out)).toMatchObject({
    integrity: "damaged",
    completeness: "sound",
    findings: [{ kind: "entry_changed", index: 0 }],
  });
});

test("a head is kept, and shows later that the trail was cut off", async () => {
  await using place = await writeFiles(new Map());
  const head = join(place.path, "kept");
  await using long = await writeFiles((await smallTrail(20)).files);
  expect(await verifier("fsck", long.path, "--head", head, "--save-head", head)).toMatchObject({ code: 0 });
  expect(await readFile(head)).toEqual(await readFile(join(long.path, "checkpoint")));
  await using short = await writeFiles((await smallTrail(10)).files);
  const { code, out } = await verifier("fsck", short.path, "--head", head, "--save-head", head);
  expect(code).toBe(1);
  expect(out).toContain("[rollback]");
  expect(await readFile(head)).toEqual(await readFile(join(long.path, "checkpoint")));
  expect(await verifier("fsck", long.path, "--head", `${head}s`)).toMatchObject({ code: 2 });
});

test("a key that is none is no damage", async () => {
  await using dir = await writeFiles((await smallTrail(3)).files);
  expect(await verifier("fsck", dir.path, "--key", "dbk_x")).toMatchObject({ code: 2 });
});
