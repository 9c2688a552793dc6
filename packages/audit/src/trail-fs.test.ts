import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isMissing, makeDir, nodeTrailFs, readIfThere, replaceFile } from "./trail-fs.ts";

let dir: string;
beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), "daybook-trail-fs-"))));
afterEach(async () => rm(dir, { recursive: true, force: true }));

it("writes, appends and replaces real files, private ones for the owner alone", async () => {
  const fs = nodeTrailFs("private");
  await makeDir(fs, join(dir, "keys"));
  const path = join(dir, "keys", "a");
  await fs.writeAt(path, 0, Buffer.from("hello"));
  await fs.writeAt(path, 3, Buffer.from("p"));
  await fs.sync(path);
  expect(Buffer.from(await fs.read(path)).toString()).toBe("help");
  await replaceFile(fs, path, "new");
  expect(Buffer.from((await readIfThere(fs, path)) ?? "").toString()).toBe("new");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await fs.readdir(join(dir, "keys"))).toEqual(["a"]);
});

it("takes what is missing for what it is", async () => {
  const fs = nodeTrailFs("public");
  await expect(fs.read(join(dir, "no"))).rejects.toSatisfy(isMissing);
  expect(await readIfThere(fs, join(dir, "no"))).toBeUndefined();
  expect(await fs.readdir(join(dir, "no"))).toEqual([]);
  await fs.unlink(join(dir, "no"));
  await fs.removeDir(join(dir, "no"));
});
