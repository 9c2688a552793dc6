import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DEFAULT_URL, findTarget, isLoopback } from "./connect.ts";
import { temporaryDir } from "./test-support/temporary-dir.ts";

async function dataDirOf(path: string): Promise<string> {
  const dataDir = join(path, "daybook-data");
  await mkdir(join(dataDir, "keys"), { recursive: true });
  await mkdir(join(dataDir, "state"));
  await writeFile(join(dataDir, "keys", "admin.key"), "dbk_local\n");
  await writeFile(join(dataDir, "state", "address.json"), '{"url":"http://127.0.0.1:9000","pid":1}');
  return dataDir;
}

test("without flags: the local server of ./daybook-data and its key", async () => {
  await using dir = await temporaryDir();
  const dataDir = await dataDirOf(dir.path);
  const target = await findTarget({}, { env: {}, cwd: dir.path });
  expect(target).toMatchObject({ url: "http://127.0.0.1:9000", key: "dbk_local", dataDir });
});

test("nothing there: the default address and no key", async () => {
  await using dir = await temporaryDir();
  expect(await findTarget({}, { env: {}, cwd: dir.path })).toMatchObject({ url: DEFAULT_URL, key: undefined });
});

test("variables win over files, flags over variables", async () => {
  await using dir = await temporaryDir();
  const dataDir = await dataDirOf(dir.path);
  const env = { DAYBOOK_URL: "http://localhost:1/", DAYBOOK_KEY: "dbk_env", DAYBOOK_DATA_DIR: "elsewhere" };
  expect(await findTarget({}, { env, cwd: dir.path })).toMatchObject({ url: "http://localhost:1", key: "dbk_env" });
  const flags = { url: "http://h:2", key: "dbk_flag", dataDir };
  expect(await findTarget(flags, { env, cwd: "/" })).toMatchObject({ url: "http://h:2", key: "dbk_flag", dataDir });
});

test("the local admin key never goes to another machine", async () => {
  await using dir = await temporaryDir();
  await dataDirOf(dir.path);
  const host = { env: {}, cwd: dir.path };
  expect(await findTarget({ url: "https://logs.example" }, host)).toMatchObject({ key: undefined });
  expect(await findTarget({ url: "http://127.0.0.1.example" }, host)).toMatchObject({ key: undefined });
  expect(await findTarget({ url: "http://127.0.0.1:5" }, host)).toMatchObject({ key: "dbk_local" });
});

test("a broken address file is as none", async () => {
  await using dir = await temporaryDir();
  const dataDir = await dataDirOf(dir.path);
  await writeFile(join(dataDir, "state", "address.json"), '{"url":');
  expect(await findTarget({}, { env: {}, cwd: dir.path })).toMatchObject({ url: DEFAULT_URL });
});

test.each(["http://localhost:1", "http://127.8.9.1", "http://[::1]:8002"])("%s is this machine", (url) => {
  expect(isLoopback(url)).toBe(true);
});
