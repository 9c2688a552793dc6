import { expect, it } from "vitest";
import { sampleTrail } from "./test-support/sample-trail.ts";
import { pruneEntries } from "./prune.ts";
import { TrailFiles } from "./trail-files.ts";

it("says so before it removes, and removes only bundles that end below", async () => {
  const { fs, trail } = await sampleTrail(1_100);
  const files = new TrailFiles(fs, "/data/audit");
  fs.plan = (step) => (step === "unlink" ? { kind: "fail", code: "EIO" } : undefined);
  await expect(pruneEntries(files, trail.keys, 800)).rejects.toThrow("EIO");
  expect(await files.has("minimum")).toBe(true);
  fs.plan = () => undefined;
  await pruneEntries(files, trail.keys, 800);
  const there = await Promise.all(["000", "001", "002", "003"].map((name) => files.has(`tile/entries/${name}`)));
  expect(there).toEqual([false, false, false, true]);
});
