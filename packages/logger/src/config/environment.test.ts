import { describe, expect, it } from "vitest";
import { createLogger } from "../core/create-logger.ts";
import { parseSize, readEnvironment } from "./environment.ts";
import { consoleSink, fileSink, collectorSink } from "../index.ts";
import { memorySink } from "../test-support/memory-sink.ts";

describe("the environment", () => {
  it("gives all settings", () => {
    expect(
      readEnvironment({
        DAYBOOK_LOG_LEVEL: "warn",
        DAYBOOK_LOG_DIR: "logs",
        DAYBOOK_LOG_MAX_SIZE: "50MB",
        DAYBOOK_LOG_BACKUP_COUNT: "3",
        DAYBOOK_ENVIRONMENT: "production",
        DAYBOOK_URL: "http://127.0.0.1:8002",
        DAYBOOK_KEY: " k ",
        OTHER: "x",
      }),
    ).toEqual({
      level: "WARNING",
      dir: "logs",
      maxSizeBytes: 52_428_800,
      backupCount: 3,
      environment: "production",
      url: "http://127.0.0.1:8002/",
      key: "k",
    });
    expect(readEnvironment({ DAYBOOK_LOG_LEVEL: "" })).toEqual({});
  });

  it.each([
    ["DAYBOOK_LOG_LEVEL", "LOUD", "one of DEBUG, INFO, SIGNAL_RECEIVED"],
    ["DAYBOOK_LOG_MAX_SIZE", "big", "bytes, for example 52428800 or 50MB"],
    ["DAYBOOK_LOG_MAX_SIZE", "12", "at least 1024"],
    ["DAYBOOK_LOG_BACKUP_COUNT", "-1", "a whole number from 0 to 100000"],
    ["DAYBOOK_URL", "localhost:8002", "an address such as http://127.0.0.1:8002"],
  ])("refuses %s=%s and says what is right", (name, value, expected) => {
    const make = (): unknown => createLogger({ service: "s", env: { [name]: value }, sinks: [], flushAtExit: false });
    expect(make).toThrow(
      expect.objectContaining({ code: "DAYBOOK_LOGGER_CONFIG", message: expect.stringContaining(expected) as string }),
    );
    expect(make).toThrow(name);
  });

  it("is weaker than code", () => {
    const sink = memorySink();
    const log = createLogger({
      service: "s",
      level: "ERROR",
      sinks: [sink],
      env: { DAYBOOK_LOG_LEVEL: "DEBUG" },
      flushAtExit: false,
    });
    log.info("no");
    expect(sink.lines).toHaveLength(0);
  });
});

describe("options", () => {
  it.each([
    ["level", () => createLogger({ service: "s", level: "LOUD" as "INFO", env: {}, sinks: [], flushAtExit: false })],
    [
      "levels",
      () => createLogger({ service: "s", levels: { a: "x" as "INFO" }, env: {}, sinks: [], flushAtExit: false }),
    ],
    ["service", () => createLogger({ service: "", env: {}, sinks: [], flushAtExit: false })],
    ["format", () => consoleSink({ format: "xml" as "json" })],
    ["dir", () => fileSink({ dir: "" })],
    ["maxSizeBytes", () => fileSink({ dir: "x", maxSizeBytes: 0 })],
    ["backupCount", () => fileSink({ dir: "x", backupCount: 1.5 })],
    ["files[].name", () => fileSink({ dir: "x", files: [{ name: "../../up" }] })],
    ["url", () => collectorSink({ url: "nowhere" })],
    ["lingerMs", () => collectorSink({ url: "http://127.0.0.1:1", lingerMs: -1 })],
  ])("refuse a wrong %s by name", (name, make) => {
    expect(make).toThrow(
      expect.objectContaining({ code: "DAYBOOK_LOGGER_CONFIG", message: expect.stringContaining(name) as string }),
    );
  });

  it("read sizes with units of 1024", () => {
    expect(["4096", "64k", "1.5 MiB", "1GB"].map((text) => parseSize(text, "x"))).toEqual([
      4096, 65_536, 1_572_864, 1_073_741_824,
    ]);
  });
});
