import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LOCK_FILE, lockDataDir } from "./lock.ts";
import { describeSelf } from "./process-identity.ts";

/** Short, so that a silent owner is known soon. */
const heartbeatMs = 200;
let dir: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  dir = await mkdtemp(`${tmpdir()}/daybook-lock-`);
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(dir, { recursive: true });
});

async function startSleeper(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["-e", "process.stdout.write('up');setInterval(()=>{},1e6)"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  children.push(child);
  await once(child.stdout as NodeJS.ReadableStream, "data");
  return child;
}

/** A lock as the process of this pid would have written it. */
async function plant(changes: Record<string, unknown>): Promise<void> {
  const content = {
    version: 1,
    ...(await describeSelf()),
    token: "planted",
    since: "2024-01-01T00:00:00.000Z",
    ...changes,
  };
  await writeFile(`${dir}/${LOCK_FILE}`, JSON.stringify(content));
}

test("a second lock is refused with the owner's pid, until the first is released", async () => {
  const first = await lockDataDir(dir);
  await expect(lockDataDir(dir)).rejects.toMatchObject({
    code: "DAYBOOK_DATA_DIR_LOCKED",
    extra: { pid: process.pid },
  });
  await expect(lockDataDir(dir)).rejects.toThrow(`process ${process.pid} on ${hostname()}`);
  await first.release();
  await first.release();
  const second = await lockDataDir(dir);
  await second.release();
  expect(await readdir(dir)).toEqual([]);
});

test("of many at once, one gets it", async () => {
  const tries = await Promise.allSettled(Array.from({ length: 10 }, () => lockDataDir(dir)));
  const got = tries.filter((one) => one.status === "fulfilled");
  expect(got).toHaveLength(1);
  await got[0]?.value.release();
});

test("the lock of a killed process is taken over, by one of many", async () => {
  const child = await startSleeper();
  const start = (await readFile(`/proc/${child.pid}/stat`, "latin1").catch(() => "")).split(") ")[1]?.split(" ")[19];
  await plant({ pid: child.pid, ...(start === undefined ? {} : { start }) });
  await expect(lockDataDir(dir)).rejects.toMatchObject({ extra: { pid: child.pid } });
  child.kill("SIGKILL");
  await once(child, "exit");
  const tries = await Promise.allSettled(Array.from({ length: 5 }, () => lockDataDir(dir)));
  const got = tries.filter((one) => one.status === "fulfilled");
  expect(got).toHaveLength(1);
  await got[0]?.value.release();
});

test("a reused pid does not keep the lock", async () => {
  await plant({ start: "1", pid: process.pid });
  await (await lockDataDir(dir)).release();
});

test("a lock from before the last boot is taken over", async () => {
  await plant({ boot: "another" });
  await (await lockDataDir(dir)).release();
});

test("an owner on another machine keeps the lock while its heart beats, and loses it when silent", async () => {
  await plant({ host: "elsewhere", boot: "another" });
  const path = `${dir}/${LOCK_FILE}`;
  const { utimes } = await import("node:fs/promises");
  let beats = 0;
  const heart = setInterval(() => void utimes(path, ++beats, beats), 50);
  await expect(lockDataDir(dir, { heartbeatMs })).rejects.toThrow("elsewhere");
  clearInterval(heart);
  await (await lockDataDir(dir, { heartbeatMs })).release();
});

test("a lock file without content, of a machine that lost power, is taken over", async () => {
  await writeFile(`${dir}/${LOCK_FILE}`, "");
  await (await lockDataDir(dir, { heartbeatMs })).release();
});

test("who loses the lock is told", async () => {
  const lost = new Promise<Error>((resolve) => void lockDataDir(dir, { heartbeatMs, onLost: resolve }));
  while (!(await readdir(dir)).includes(LOCK_FILE)) await new Promise((resolve) => setImmediate(resolve));
  await plant({ pid: 1 });
  expect(await lost).toMatchObject({ code: "DAYBOOK_DATA_DIR_LOCKED" });
});
