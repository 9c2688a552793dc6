import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { refuseRunning, serverInvocation } from "./start.ts";

test("flags go on as flags, the rest as variables", () => {
  const env = { DAYBOOK_PORT: "1", DAYBOOK_DEMO: "1" };
  expect(
    serverInvocation(
      { dataDir: "d", port: "9", host: "::1", store: "embedded", config: "c.yaml", demo: true },
      "/abs/d",
      env,
    ),
  ).toEqual({
    args: ["--data", "/abs/d", "--port", "9", "--host", "::1", "--store", "embedded", "--config", "c.yaml", "--demo"],
    env,
  });
  expect(serverInvocation({}, "/abs/d", env)).toEqual({ args: [], env });
  expect(serverInvocation({ demo: false }, "/abs/d", env)).toEqual({
    args: [],
    env: { DAYBOOK_PORT: "1", DAYBOOK_DEMO: "0" },
  });
});

test("a server that runs already on the directory is named; one that is gone does not matter", async () => {
  await using dir = await temporaryDir();
  await mkdir(join(dir.path, "state"));
  const write = (pid: number): Promise<void> =>
    writeFile(join(dir.path, "state", "address.json"), JSON.stringify({ url: "http://127.0.0.1:1", pid }));
  await write(process.pid);
  await expect(refuseRunning(dir.path)).rejects.toThrow(`http://127.0.0.1:1 (process ${process.pid})`);
  await write(2 ** 22 + 1);
  await expect(refuseRunning(dir.path)).resolves.toBeUndefined();
});
