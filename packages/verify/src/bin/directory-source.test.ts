import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MAX_FILE_BYTES } from "../limits.ts";
import { directorySource, findTrailDir } from "./directory-source.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "daybook-verify-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test("files, directories in their place, and nothing", async () => {
  await writeFile(join(dir, "checkpoint"), "head");
  await mkdir(join(dir, "tile"));
  const source = directorySource(dir);
  expect(Buffer.from((await source.read("checkpoint"))!).toString()).toBe("head");
  for (const path of ["tile", "keys/0", "checkpoint/0"]) expect(await source.read(path), path).toBeUndefined();
  expect((await source.list!(".")).toSorted()).toEqual(["checkpoint", "tile"]);
  expect(await source.list!("receipts")).toEqual([]);
});

test("a file that is longer than any of a trail is cut off", async () => {
  await writeFile(join(dir, "checkpoint"), "");
  await truncate(join(dir, "checkpoint"), 10 * MAX_FILE_BYTES);
  expect((await directorySource(dir).read("checkpoint"))?.length).toBe(MAX_FILE_BYTES + 1);
});

test("a pipe is no file, and nobody waits for its other end", async () => {
  execFileSync("mkfifo", [join(dir, "checkpoint")]);
  expect(await directorySource(dir).read("checkpoint")).toBeUndefined();
});

test("where the trail is", async () => {
  await expect(findTrailDir(dir)).rejects.toMatchObject({ kind: "answer" });
  await mkdir(join(dir, "audit/keys"), { recursive: true });
  await writeFile(join(dir, "audit/keys/0"), "");
  expect(await findTrailDir(dir)).toBe(join(dir, "audit/"));
  await writeFile(join(dir, "checkpoint"), "");
  expect(await findTrailDir(dir)).toBe(join(dir, ""));
});
