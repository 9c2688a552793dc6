import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createLogger } from "../core/create-logger.ts";
import type { LayoutName } from "./layouts.ts";
import { LAYOUTS, layoutOf } from "./layouts.ts";

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "daybook-layout-"))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** What a program writes that logs one event of each sort under this layout. */
async function written(layout: LayoutName): Promise<Record<string, string[]>> {
  const log = createLogger({
    service: "bot",
    layout,
    // The console of a test belongs to the test.
    env: { DAYBOOK_LOG_DIR: dir, NODE_ENV: "test" },
    flushAtExit: false,
  });
  log.debug("a detail");
  log.orderFilled({ symbol: "BTCUSDT", side: "BUY", quantity: "0.1", price: "50010.0" });
  log.executionAttempt({ protocol: "moonwell", status: "pending" });
  log.healthCheck({ status: "healthy" });
  log.error("broken");
  log.performanceMetric({ metric: "inclusion_rate", value: "0.68" });
  await log.close();
  const files = readdirSync(dir).filter((name) => name.endsWith(".log"));
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(dir, name), "utf8").trimEnd().split("\n")]));
}

const counts = (files: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(files).map(([name, lines]) => [name, lines.length]));

it("daybot keeps everything in audit.log, and each subject in a file of its own", async () => {
  expect(counts(await written("daybot"))).toEqual({
    "audit.log": 6,
    "trades.log": 1,
    "system.log": 1,
    "errors.log": 1,
    "performance.log": 1,
  });
});

it("trading writes a text log, and trades as JSON", async () => {
  const files = await written("trading");
  expect(counts(files)).toEqual({ "trading.log": 6, "trades.log": 1 });
  expect(files["trading.log"]?.[0]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \| DEBUG {4}\| bot \| a detail$/);
  expect(JSON.parse(files["trades.log"]?.[0] ?? "")).toMatchObject({ event_type: "order_filled", symbol: "BTCUSDT" });
});

it("chimera has one log, and executions for the auditor", async () => {
  expect(counts(await written("chimera"))).toEqual({ "chimera.log": 5, "executions.log": 1 });
});

it("daybook has the files that the vocabulary names", async () => {
  expect(counts(await written("daybook"))).toEqual({
    "audit.log": 5,
    "trades.log": 1,
    "executions.log": 1,
    "system.log": 1,
    "errors.log": 1,
    "performance.log": 1,
  });
});

it("has the sizes and counts that those programs have", () => {
  expect(LAYOUTS.trading.files).toMatchObject([
    { maxSizeBytes: "10MB", backupCount: 5 },
    { rotate: "local-day", backupCount: 30 },
  ]);
  expect(LAYOUTS.chimera).toMatchObject({ maxSizeBytes: "100MB", files: [{ backupCount: 10 }, { backupCount: 50 }] });
  expect(LAYOUTS.daybot).toMatchObject({ maxSizeBytes: "50MB", backupCount: 10 });
});

it.each(["fancy", "__proto__", 5, undefined])("refuses %j with the list of names", (name) => {
  expect(() => layoutOf(name, "layout")).toThrow(/it must be one of daybook, daybot, trading, chimera/);
});
