import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";
import { readConfigFile } from "./config-file.ts";
import { readSettings } from "./default-sinks.ts";

let dir: string;
let path: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-config-"));
  path = join(dir, "daybook-logger.json");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (settings: unknown) =>
  writeFileSync(path, typeof settings === "string" ? settings : JSON.stringify(settings));

const ALL = {
  level: "warn",
  levels: { "trading.signals": "debug" },
  layout: "chimera",
  dir: "logs",
  maxSizeBytes: "10MB",
  backupCount: 3,
  environment: "production",
  url: "http://127.0.0.1:8002",
  key: "k",
};

describe("a file of settings", () => {
  it("gives all of them", () => {
    write(ALL);
    expect(readConfigFile(path)).toEqual({
      ...ALL,
      level: "WARNING",
      levels: { "trading.signals": "DEBUG" },
      maxSizeBytes: 10 * 1024 * 1024,
      url: "http://127.0.0.1:8002/",
    });
  });

  it.each([
    [
      { colour: "red" },
      /a setting in .*daybook-logger\.json is "colour"; it must be one of level, levels, layout, dir/,
    ],
    [{ level: "LOUD" }, /level in .* is "LOUD"; it must be one of DEBUG, INFO/],
    [{ levels: { x: 5 } }, /levels in .*\.x is 5; it must be one of DEBUG/],
    [{ layout: "fancy" }, /layout in .* is "fancy"; it must be one of daybook, daybot, trading, chimera/],
    [{ dir: "" }, /dir in .* is ""; it must be a directory/],
    [{ maxSizeBytes: "big" }, /maxSizeBytes in .* is "big"; it must be bytes, for example/],
    [{ __proto__x: 1 }, /"__proto__x"/],
    [[], /is an object; it must be a JSON object/],
    ["{", /config is ".*daybook-logger\.json"; it must be a JSON file that can be read/],
  ])("refuses %j and says what is right", (settings, message) => {
    write(settings);
    expect(() => readConfigFile(path)).toThrow(message);
  });

  it("refuses to be absent", () => {
    expect(() => readConfigFile(join(dir, "missing.json"))).toThrow(/ENOENT/);
  });

  it("gives way to the environment, and is found through it", () => {
    write({ level: "ERROR", layout: "trading" });
    const env = { DAYBOOK_LOG_CONFIG: path, DAYBOOK_LOG_LEVEL: "DEBUG" };
    expect(readSettings(undefined, env)).toEqual({ level: "DEBUG", layout: "trading" });
    expect(readSettings(undefined, {})).toEqual({});
  });

  it("sets the minimum levels of a logger, under what the program says itself", () => {
    write({ level: "ERROR", levels: { "trading.signals": "DEBUG", "trading.risk": "ERROR" } });
    const { log, sink } = testLogger({ config: path, level: undefined as never, levels: { "trading.risk": "INFO" } });
    log.info("no");
    log.child({ logger: "trading.signals" }).debug("signals");
    log.child({ logger: "trading.risk" }).info("risk");
    expect(sink.records().map((record) => record["message"])).toEqual(["signals", "risk"]);
  });
});
