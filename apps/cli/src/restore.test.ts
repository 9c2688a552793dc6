import { lstat, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { restoreBackup } from "./restore.ts";
import { createTestHost, runIn } from "./test-support/test-host.ts";
import { temporaryDir } from "./test-support/temporary-dir.ts";

const never = new AbortController().signal;

const MANIFEST = {
  backup_version: 1,
  daybook_version: "0.1.0",
  created_at: "2024-01-15T10:30:45.000Z",
  last_seq: 7,
  searchable_seq: 7,
};

async function makeBackup(path: string): Promise<string> {
  const backup = join(path, "backup");
  await mkdir(join(backup, "journal"), { recursive: true });
  await mkdir(join(backup, "keys"), { mode: 0o700 });
  await mkdir(join(backup, "state"));
  await writeFile(join(backup, "journal", "1.log"), "events");
  await writeFile(join(backup, "keys", "admin.key"), "k", { mode: 0o600 });
  await writeFile(join(backup, "state", "address.json"), "{}");
  await writeFile(join(backup, "daybook.lock"), "{}");
  await writeFile(join(backup, "backup.json"), JSON.stringify(MANIFEST));
  await symlink("../journal/1.log", join(backup, "state", "link"));
  return backup;
}

test("copies all but what a running server wrote, with modes and links", async () => {
  await using dir = await temporaryDir();
  const backup = await makeBackup(dir.path);
  const target = join(dir.path, "deep", "data");
  expect(await restoreBackup(backup, target, never)).toEqual({ files: 2, bytes: 7, manifest: MANIFEST });
  expect((await readdir(target, { recursive: true })).toSorted()).toEqual([
    "journal",
    "journal/1.log",
    "keys",
    "keys/admin.key",
    "state",
    "state/link",
  ]);
  expect((await stat(join(target, "keys", "admin.key"))).mode & 0o777).toBe(0o600);
  expect((await lstat(join(target, "state", "link"))).isSymbolicLink()).toBe(true);
  expect(await readdir(join(dir.path, "deep"))).toEqual(["data"]);
});

test("an empty directory is filled, any other is refused untouched", async () => {
  await using dir = await temporaryDir();
  const backup = await makeBackup(dir.path);
  const target = join(dir.path, "data");
  await mkdir(target);
  await restoreBackup(backup, target, never);
  await writeFile(join(target, "journal", "1.log"), "newer");
  await expect(restoreBackup(backup, target, never)).rejects.toThrow("is not empty");
  expect(await readFile(join(target, "journal", "1.log"), "utf8")).toBe("newer");
});

test("an interrupted restore leaves no data directory", async () => {
  await using dir = await temporaryDir();
  const backup = await makeBackup(dir.path);
  await expect(restoreBackup(backup, join(dir.path, "data"), AbortSignal.abort("SIGINT"))).rejects.toBe("SIGINT");
  expect(await readdir(dir.path)).toEqual(["backup"]);
});

test("the command says what it did, and what is no backup", async () => {
  await using dir = await temporaryDir();
  await makeBackup(dir.path);
  const run = (...argv: string[]) => runIn(createTestHost({ cwd: dir.path }), "restore", ...argv);
  expect(await run("backup", "--data", "data")).toMatchObject({
    code: 0,
    out: expect.stringContaining("Restored the copy of 2024-01-15T10:30:45.000Z with 7 events (7 B)"),
  });
  expect(await run("backup", "--data", "data")).toMatchObject({ code: 78 });
  expect(await run("backup/journal", "--data", "other")).toMatchObject({
    code: 2,
    err: expect.stringContaining("no backup"),
  });
  expect(await run("absent", "--data", "other")).toMatchObject({ code: 2 });
});

test("a backup that was broken off, is not readable or comes from a newer version is refused", async () => {
  await using dir = await temporaryDir();
  const backup = await makeBackup(dir.path);
  const restore = () => restoreBackup(backup, join(dir.path, "data"), never);
  await writeFile(
    join(backup, "backup.json"),
    JSON.stringify({ ...MANIFEST, backup_version: 2, daybook_version: "9.0.0" }),
  );
  await expect(restore()).rejects.toMatchObject({ exitCode: 78, hint: "Use Daybook 9.0.0." });
  await writeFile(join(backup, "backup.json"), "{");
  await expect(restore()).rejects.toThrow("cannot be read");
  await rm(join(backup, "backup.json"));
  await expect(restore()).rejects.toThrow("broken off");
  expect(await readdir(dir.path)).toEqual(["backup"]);
});
