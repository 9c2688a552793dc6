import { renameSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { listLogFiles, requireLogFiles } from "./list-log-files.ts";

test("files of a directory in the order of their names, with size, time and what they are", async () => {
  await using dir = await temporaryDir();
  const path = (name: string): string => join(dir.path, name);
  for (const name of ["b.log", "a.log", "a.2026-01-02.001.log", "notes.txt"]) await writeFile(path(name), name);
  await mkdir(path("within.log"));
  await symlink(path("nowhere"), path("broken.log"));
  const files = await listLogFiles([dir.path]);
  expect(files.map((file) => file.path)).toEqual(["a.2026-01-02.001.log", "a.log", "b.log"].map(path));
  expect(files[1]).toMatchObject({ sizeBytes: 5, name: { stem: "a", kind: "live" } });
  const before = files.find((file) => file.path === path("b.log"));
  renameSync(path("b.log"), path("b.2026-01-02.001.log"));
  const after = (await listLogFiles([dir.path])).find((file) => file.name.stem === "b");
  expect(after).toMatchObject({ path: path("b.2026-01-02.001.log"), identity: before?.identity });
});

test("a file stands for itself whatever its name; nothing to read is refused", async () => {
  await using dir = await temporaryDir();
  const path = join(dir.path, "dump.txt");
  await writeFile(path, "x");
  expect(await listLogFiles([path])).toMatchObject([{ path, name: { kind: "other" } }]);
  await expect(requireLogFiles([dir.path])).rejects.toThrow("no log file");
  await expect(requireLogFiles(["/dev/null"])).rejects.toThrow("not a regular file");
  await expect(requireLogFiles([join(dir.path, "absent")])).rejects.toThrow("ENOENT");
});
