import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runBuilt, startBuilt, type BuiltRun } from "./test-support/run-built.ts";
import { temporaryDir } from "./test-support/temporary-dir.ts";

const PATIENT = { timeout: 60_000, interval: 100 };
const EVENTS = 3_000;

test("a backup of a running server, restored and started, gives the same bytes and still knows what it holds", async () => {
  await using dir = await temporaryDir();
  const lines = Array.from(
    { length: EVENTS },
    (_, i) => `{"message":"event ${i}","price":${i}.50,"data":{"n":${i}e400}}`,
  );
  await writeFile(join(dir.path, "f.ndjson"), lines.join("\n"));
  const first = installation(dir.path, "data");
  let stored: string;
  try {
    await first.isReady();
    expect(await first.run("import", "f.ndjson")).toMatchObject({ code: 0 });
    await expect.poll(async () => (await first.run("search", "-n", "0")).out, PATIENT).toBe(`${EVENTS}\n`);
    stored = (await first.run("search", "--json", "-n", "all")).out;
    expect(await first.run("rebuild", "store")).toMatchObject({ code: 0, out: "The store is rebuilt.\n" });
    expect((await first.run("search", "--json", "-n", "all")).out).toBe(stored);
    expect(await first.run("backup", "copy")).toMatchObject({ code: 0 });
    expect(await first.run("send", "after the backup")).toMatchObject({ code: 0 });
  } finally {
    await first.stop();
  }

  expect(await runBuilt(["restore", "copy", "--data", "restored"], {}, dir.path)).toMatchObject({ code: 0 });
  const second = installation(dir.path, "restored");
  try {
    await second.isReady();
    await expect.poll(async () => (await second.run("search", "-n", "0")).out, PATIENT).toBe(`${EVENTS}\n`);
    expect((await second.run("search", "--json", "-n", "all")).out).toBe(stored);
    const again = await second.run("import", "f.ndjson", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ accepted: 0, duplicates: EVENTS, rejected_count: 0 });
  } finally {
    await second.stop();
  }
});

interface Installation {
  run(...argv: string[]): ReturnType<typeof runBuilt>;
  isReady(): Promise<void>;
  stop(): Promise<void>;
}

function installation(cwd: string, dataDir: string): Installation {
  const env = { DAYBOOK_DATA_DIR: dataDir, DAYBOOK_DISK_RESERVE_MB: "16" };
  const server: BuiltRun = startBuilt(["start", "--port", "0"], env, cwd);
  const run = (...argv: string[]): ReturnType<typeof runBuilt> => runBuilt(argv, env, cwd);
  return {
    run,
    async isReady() {
      await expect.poll(() => server.texts.out, PATIENT).toContain("/#signin=");
      await expect.poll(async () => (await run("doctor")).code, PATIENT).toBe(0);
    },
    async stop() {
      server.child.kill("SIGTERM");
      await server.ended;
    },
  };
}
