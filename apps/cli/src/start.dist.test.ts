import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runBuilt, startBuilt } from "./test-support/run-built.ts";
import { temporaryDir } from "./test-support/temporary-dir.ts";

const PATIENT = { timeout: 60_000, interval: 100 };

async function addressIn(dataDir: string): Promise<{ url: string; pid: number } | undefined> {
  try {
    return JSON.parse(await readFile(join(dataDir, "state", "address.json"), "utf8")) as { url: string; pid: number };
  } catch {
    return undefined;
  }
}

test("a real server: started, found by its data directory, killed, started again, and stopped cleanly", async () => {
  await using dir = await temporaryDir();
  const dataDir = join(dir.path, "data");
  const env = { DAYBOOK_DATA_DIR: dataDir, DAYBOOK_DISK_RESERVE_MB: "16" };
  const command = (...argv: string[]) => runBuilt(argv, env, dir.path);
  const server = startBuilt(["start", "--port", "0"], env, dir.path);
  try {
    await expect.poll(() => server.texts.out, PATIENT).toContain("/#signin=");
    const first = await addressIn(dataDir);
    expect(server.texts.out).toContain(first?.url);

    const second = await command("start", "--port", "0");
    expect(second).toMatchObject({ code: 78, err: expect.stringContaining("is running already") });
    expect(await command("send", "before the crash", "--level", "ERROR")).toMatchObject({ code: 0 });

    process.kill(first!.pid, "SIGKILL");
    await expect.poll(async () => (await addressIn(dataDir))?.pid ?? first!.pid, PATIENT).not.toBe(first!.pid);
    expect(server.texts.err).toContain("starting it again");
    await expect
      .poll(async () => (await command("search", "before", "--json")).out, PATIENT)
      .toContain('"before the crash"');
    const { code, out } = await command("doctor");
    expect(out).not.toContain("✗");
    expect(code).toBe(0);
  } finally {
    server.child.kill("SIGTERM");
  }
  expect(await server.ended).toBe(0);
  expect(await addressIn(dataDir)).toBeUndefined();
});

test("a wrong setting is told once and not tried again", async () => {
  await using dir = await temporaryDir();
  const { code, err } = await runBuilt(["start", "--port", "99999"], {}, dir.path);
  expect(code).toBe(78);
  expect(err).toContain("port");
  expect(err).not.toContain("starting it again");
});
