import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { supervise } from "./supervise.ts";
import { temporaryDir } from "./test-support/temporary-dir.ts";
import { createTestHost, type TestHost } from "./test-support/test-host.ts";

/** Runs the script under supervision; it finds the number of its start in START. */
async function run(script: string, host: TestHost): Promise<{ code: number; starts: number }> {
  await using dir = await temporaryDir();
  const path = join(dir.path, "child.mjs");
  const counter = join(dir.path, "starts");
  await writeFile(counter, "");
  const head = `import fs from "node:fs"; fs.appendFileSync(${JSON.stringify(counter)}, "x"); const START = fs.readFileSync(${JSON.stringify(counter)}).length;\n`;
  await writeFile(path, head + script);
  const code = await supervise({ command: process.execPath, args: [path], env: process.env }, host);
  const { readFile } = await import("node:fs/promises");
  return { code, starts: (await readFile(counter)).length };
}

test("a clean end and a configuration error are not started again", async () => {
  expect(await run("process.exit(0)", createTestHost())).toEqual({ code: 0, starts: 1 });
  expect(await run("process.exit(78)", createTestHost())).toEqual({ code: 78, starts: 1 });
});

test("a first start that fails at once is not a crash", async () => {
  const host = createTestHost();
  expect(await run("process.exit(1)", host)).toEqual({ code: 1, starts: 1 });
  expect(host.texts.err).toBe("");
});

test("a killed server is started again, until it ends by itself", async () => {
  const host = createTestHost();
  expect(await run('if (START < 3) process.kill(process.pid, "SIGKILL"); else process.exit(0);', host)).toEqual({
    code: 0,
    starts: 3,
  });
  expect(host.pauses).toHaveLength(2);
  expect(host.texts.err.match(/signal SIGKILL\); starting it again/g)).toHaveLength(2);
});

test("after too many crashes it gives up", async () => {
  const host = createTestHost();
  expect(await run('process.kill(process.pid, "SIGKILL")', host)).toEqual({ code: 1, starts: 6 });
  expect(host.texts.err).toContain("giving up");
  expect(host.texts.err).toContain("daybook doctor");
});

test("a program that cannot be run is an error", async () => {
  await expect(supervise({ command: "/no/such/program", args: [], env: {} }, createTestHost())).rejects.toThrow(
    "ENOENT",
  );
});
