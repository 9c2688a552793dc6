import { expect, test } from "vitest";
import { smallTrail } from "../test-support/small-trail.ts";
import { verifier, writeFiles } from "../test-support/run-in-process.ts";
import { runVerifier } from "./run-verifier.ts";

test("what could not be checked says what to do", async () => {
  expect(await verifier("fsck", "/nowhere/at/all")).toMatchObject({
    code: 2,
    err: expect.stringContaining("next: give the directory"),
  });
  expect(await verifier()).toMatchObject({ code: 2, err: expect.stringContaining("daybook-verify fsck") });
  expect(await verifier("fsck", "a", "b")).toMatchObject({
    code: 2,
    err: expect.stringContaining("daybook-verify fsck"),
  });
  expect(await verifier("fsck", "--colour")).toMatchObject({ code: 2, err: expect.stringContaining("--colour") });
  expect(await verifier("--help")).toMatchObject({ code: 0, out: expect.stringContaining("Exit code") });
});

test("colours and progress where they are wanted", async () => {
  await using dir = await writeFiles((await smallTrail(3)).files);
  let [out, err] = ["", ""];
  const code = await runVerifier(["fsck", dir.path], {
    out: (text) => (out += text),
    err: (text) => (err += text),
    wantsColours: true,
    showsProgress: true,
    accessKey: undefined,
  });
  expect(code).toBe(0);
  expect(out).toContain("\u001b[32msound");
  expect(err).toBe("\r3 of 3 \r\u001b[K");
});
