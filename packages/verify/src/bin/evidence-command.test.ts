import { expect, test } from "vitest";
import { verifier, writeFiles } from "../test-support/run-in-process.ts";

/** Whole files are made and checked in e2e/audit.test.mjs, each kind of damage in packages/audit. */
test("a file that is none is said, one that is not there cannot be checked", async () => {
  await using dir = await writeFiles(new Map([["e.ndjson", Buffer.from("no evidence\n")]]));
  const none = await verifier("evidence", `${dir.path}/e.ndjson`);
  expect([none.code, none.out]).toEqual([1, expect.stringContaining("this is no file of evidence")]);
  expect(JSON.parse((await verifier("evidence", `${dir.path}/e.ndjson`, "--json")).out)).toMatchObject({ proven: 0 });
  const away = await verifier("evidence", `${dir.path}/no-such-file`);
  expect([away.code, away.err]).toEqual([2, expect.stringContaining("ENOENT")]);
});
