import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";
import { defaultSinks } from "./default-sinks.ts";
import { LAYOUTS } from "./layouts.ts";

const names = (...args: Parameters<typeof defaultSinks>) => defaultSinks(...args).map((sink) => sink.name);

it("has a console, files where there is a directory, and the collector where there is an address", () => {
  expect(names(LAYOUTS.daybook, {}, "test")).toEqual(["console"]);
  expect(names(LAYOUTS.daybook, { dir: "logs", url: "http://127.0.0.1:8002" }, "test")).toEqual([
    "console",
    "file",
    "collector",
  ]);
  expect(names(LAYOUTS.chimera, {}, "test")).toEqual(["console", "file"]);
});

it("sets size and count for all files, also for those that the layout treats apart", async () => {
  const dir = mkdtempSync(join(tmpdir(), "daybook-sinks-"));
  try {
    const [, file] = defaultSinks(LAYOUTS.trading, { dir, maxSizeBytes: 1_024, backupCount: 0 }, "test");
    const { log } = testLogger({ sinks: file === undefined ? [] : [file] });
    for (let i = 0; i < 100; i++) {
      log.info(`line ${i} ${"x".repeat(100)}`);
      await log.flush();
    }
    expect(readFileSync(join(dir, "trading.log"), "utf8").length).toBeLessThanOrEqual(1_024);
    await log.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
