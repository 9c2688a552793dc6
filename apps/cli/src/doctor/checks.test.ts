import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { checkDataDir, judgeSpace } from "./data-dir-checks.ts";
import { checkClock, checkNode, checkPlatform } from "./machine-checks.ts";

test.each([
  ["20.19.0", "ok"],
  ["22.0.0", "ok"],
  ["20.18.9", "failed"],
  ["18.20.0", "failed"],
])("Node %s is %s", (version, state) => {
  expect(checkNode(version)).toMatchObject({ state });
});

test("platform, clock and space", () => {
  expect(checkPlatform("linux", "arm64")).toMatchObject({ state: "ok" });
  expect(checkPlatform("win32", "x64")).toMatchObject({
    state: "failed",
    mend: expect.stringContaining("DAYBOOK_STORE"),
  });
  expect(checkClock(0)).toMatchObject({ state: "failed" });
  expect(checkClock(Date.UTC(2026, 1, 1))).toMatchObject({ state: "ok" });
  expect(judgeSpace(2e9, 1e12)).toEqual({ name: "Disk space", state: "ok", detail: "2.0 GB free of 1.0 TB" });
  expect(judgeSpace(2e8, 1e12)).toMatchObject({ state: "failed" });
});

test("a data directory that is not there yet is a hint, not a fault", async () => {
  await using dir = await temporaryDir();
  expect(await checkDataDir(join(dir.path, "absent"))).toMatchObject([
    { state: "warning", mend: expect.stringContaining("daybook start") },
  ]);
  await writeFile(join(dir.path, "file"), "");
  expect(await checkDataDir(join(dir.path, "file"))).toMatchObject([{ state: "failed" }]);
});

test("a key that others may read, and a lock of a process that is gone", async () => {
  await using dir = await temporaryDir();
  const states = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await checkDataDir(dir.path)).map(({ name, state, detail }) => [name, `${state}: ${detail}`]));
  expect(await states()).toMatchObject({ Lock: "ok: free: no server runs on this directory" });
  await mkdir(join(dir.path, "keys"));
  await writeFile(join(dir.path, "keys", "admin.key"), "k");
  await chmod(join(dir.path, "keys", "admin.key"), 0o644);
  await writeFile(join(dir.path, "daybook.lock"), JSON.stringify({ pid: 2 ** 22 + 1 }));
  const found = await states();
  expect(found["Admin key"]).toContain("failed: others may read");
  expect(found["Lock"]).toContain("takes it over");
  await chmod(join(dir.path, "keys", "admin.key"), 0o600);
  await writeFile(join(dir.path, "daybook.lock"), JSON.stringify({ pid: process.pid }));
  expect(await states()).toMatchObject({
    "Admin key": `ok: ${join(dir.path, "keys", "admin.key")}`,
    Lock: `ok: held by process ${process.pid}`,
  });
  await writeFile(join(dir.path, "daybook.lock"), "");
  expect((await states())["Lock"]).toContain("warning");
});
