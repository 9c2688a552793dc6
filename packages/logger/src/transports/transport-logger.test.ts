import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createTransportLogger } from "./transport-logger.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-transport-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

const records = (): Record<string, unknown>[] =>
  readFileSync(join(dir, "audit.log"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it("logs each level into the folder, with the options' context", async () => {
  const log = createTransportLogger({
    service: "bot",
    dir,
    environment: "test",
    sessionId: "s1",
    context: { desk: 1 },
  });
  log.debug("a");
  await log.close();
  expect(records()).toMatchObject([
    { service: "bot", level: "DEBUG", environment: "test", session_id: "s1", data: { desk: 1 } },
  ]);
});

it("takes from the environment what the options do not say", async () => {
  vi.stubEnv("DAYBOOK_LOG_DIR", dir);
  const log = createTransportLogger({ service: "bot" });
  log.info("a");
  await log.close();
  expect(records()).toHaveLength(1);
});

it("refuses to go nowhere, and wrong values", () => {
  vi.stubEnv("DAYBOOK_LOG_DIR", "");
  vi.stubEnv("DAYBOOK_URL", "");
  expect(() => createTransportLogger({ service: "bot" })).toThrow(/url is undefined; it must be set, or dir/);
  expect(() => createTransportLogger({ service: "", dir })).toThrow(/service/);
  expect(() => createTransportLogger({ service: "bot", url: "nonsense" })).toThrow(/url/);
});
