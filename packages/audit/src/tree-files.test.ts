import { base64Encode } from "@daybook/merkle";
import { expect, it } from "vitest";
import { nodeHasher } from "./node-hash.ts";
import { ForgetfulFs } from "./test-support/forgetful-fs.ts";
import { seeded } from "./test-support/sample-trail.ts";
import { TrailFiles } from "./trail-files.ts";
import { TreeFiles } from "./tree-files.ts";

const EMPTY = { size: 0, root: base64Encode(nodeHasher.empty) };

async function made(): Promise<{ fs: ForgetfulFs; files: TrailFiles; tree: TreeFiles }> {
  const fs = new ForgetfulFs(seeded(2));
  await fs.mkdir("/data/audit");
  const files = new TrailFiles(fs, "/data/audit");
  return { fs, files, tree: await TreeFiles.open(files, EMPTY) };
}

const append = (tree: TreeFiles, count: number): void => {
  for (let at = 0; at < count; at++) tree.append(Buffer.from(`entry ${tree.size}`));
};

it("writes what is new, again after a full disk, and goes on from it", async () => {
  const { fs, files, tree } = await made();
  append(tree, 1_000);
  let left = 5;
  fs.plan = (step) => (step === "write" && left-- <= 0 ? { kind: "fail", code: "ENOSPC" } : undefined);
  await expect(tree.write()).rejects.toThrow("ENOSPC");
  fs.plan = () => undefined;
  await tree.write();
  await tree.check(0);
  const again = await TreeFiles.open(files, { size: 1_000, root: base64Encode(tree.root()) });
  expect([again.size, again.root()]).toEqual([1_000, tree.root()]);
  await expect(TreeFiles.open(files, { size: 999, root: base64Encode(tree.root()) })).rejects.toThrow(/synced/);
});

it("makes torn partial files right, removes those of heads that never were, and those that are full", async () => {
  const { fs, files, tree } = await made();
  append(tree, 100);
  await tree.write();
  append(tree, 50);
  await tree.write();
  fs.tamper("/data/audit/tile/0/000.p/100", (bytes) => bytes.slice(0, 40));
  await files.write({ path: "tile/0/000.p/200", bytes: Buffer.from("never signed") });
  await tree.mend();
  expect((await files.read("tile/0/000.p/100")).length).toBe(3_200);
  expect(await files.has("tile/0/000.p/200")).toBe(false);
  append(tree, 150);
  await tree.write();
  await tree.tidy();
  expect([await files.has("tile/0/000"), await files.readdir("tile/0/000.p")]).toEqual([true, []]);
});
